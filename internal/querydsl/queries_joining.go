package querydsl

var joiningQueries = map[string]queryParser{
	"nested":     byShape(nestedShape),
	"has_child":  byShape(hasChildShape),
	"has_parent": byShape(hasParentShape),
	"parent_id":  byShape(parentIDShape),
}

var (
	nestedShape    = &shape{name: "nested", manners: objectsAndScalars, finish: finishNested}
	hasChildShape  = &shape{name: "has_child", manners: objectsAndScalars, finish: finishHasChild}
	hasParentShape = &shape{name: "has_parent", manners: objectsAndScalars, finish: finishHasParent}
	parentIDShape  = &shape{name: "parent_id", manners: scalarsOnly.saying(tAny), finish: finishParentID}
)

func init() {
	ignoreUnmapped := opt("ignore_unmapped", boolKind, false)
	innerHits := opt("inner_hits", innerHitsKind)
	nestedShape.fields = append(
		append([]field{opt("query", queryKind), opt("path", textKind), ignoreUnmapped, opt("score_mode", childScoreKind, "avg")}, standard...), innerHits)
	hasChildShape.fields = append(append([]field{
		opt("query", queryKind), opt("type", textKind), opt("score_mode", childScoreKind, "none"),
		opt("min_children", intKind, num(1)), opt("max_children", intKind, num(1<<31-1)), ignoreUnmapped,
	}, standard...), innerHits)
	hasParentShape.fields = append(append([]field{
		opt("query", queryKind), opt("parent_type", textKind), opt("score", boolKind, false), ignoreUnmapped,
	}, standard...), innerHits)
	parentIDShape.fields = withStandard(opt("type", textKind), opt("id", textKind), ignoreUnmapped)
}

var childScoreKind = exactly(func(word string) *Error {
	return illegal("No score mode for child query [%s] found", word)
}, "none", "min", "max", "avg", "sum")

// requireField refuses a clause that lacks an option: "[clause] requires 'x' field".
func requireField(v values, clause string, names ...string) *Error {
	for _, name := range names {
		if !v.has(name) {
			return illegal("[%s] requires '%s' field", clause, name)
		}
	}
	return nil
}

func finishNested(_ *context, v values) *Error {
	if err := requireField(v, "nested", "path", "query"); err != nil {
		return err
	}
	inheritUnmapped(v)
	return nil
}

// inheritUnmapped hands ignore_unmapped down to inner_hits, which can't differ.
func inheritUnmapped(v values) {
	if hits, ok := v["inner_hits"].(printable); ok {
		unmapped, given := v["ignore_unmapped"]
		hits.Set("ignore_unmapped", given && unmapped == true)
	}
}

func finishHasChild(_ *context, v values) *Error {
	if err := requireField(v, "has_child", "type", "query"); err != nil {
		return err
	}
	least, most := asInt(v, "min_children", 1), asInt(v, "max_children", 1<<31-1)
	switch {
	case least < 0:
		return illegal("[has_child] requires non-negative 'min_children' field")
	case most < 0:
		return illegal("[has_child] requires non-negative 'max_children' field")
	case most < least:
		return illegal("[has_child] 'max_children' is less than 'min_children'")
	}
	inheritUnmapped(v)
	return nil
}

func finishHasParent(_ *context, v values) *Error {
	if !v.has("parent_type") {
		return illegal("[has_parent] requires 'parent_type' field")
	}
	if err := requireField(v, "has_parent", "query"); err != nil {
		return err
	}
	inheritUnmapped(v)
	return nil
}

// finishParentID: what is missing is stored as null.
func finishParentID(_ *context, v values) *Error {
	for _, name := range []string{"type", "id"} {
		if !v.has(name) {
			v[name] = nil
		}
	}
	return nil
}
