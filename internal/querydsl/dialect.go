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
