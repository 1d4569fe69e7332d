package querydsl

// Dialect is the generation whose parser a body is read by.
type Dialect int

const (
	// OpenSearch2 is 2.19, the measure of all forms.
	OpenSearch2 Dialect = iota
	// OpenSearch1 is 1.3, and Open Distro.
	OpenSearch1
	// OpenSearch3 is 3.x.
	OpenSearch3
)

// since limits what a generation knows: an option or a name that is not in the
// set of a dialect is unknown there.
type since uint8

const (
	everywhere since = iota
	notIn1           // came between 1.3 and 2.19
	only1            // went between 1.3 and 2.19
	only3            // came with 3.x
)

func (s since) holds(d Dialect) bool {
	switch s {
	case notIn1:
		return d != OpenSearch1
	case only1:
		return d == OpenSearch1
	case only3:
		return d == OpenSearch3
	default:
		return true
	}
}

// clausesSince and aggregationsSince are the names that not all generations know.
var (
	clausesSince      = map[string]since{"template": notIn1, "type": only1, "combined_fields": only3}
	aggregationsSince = map[string]since{"multi_terms": notIn1}
)
