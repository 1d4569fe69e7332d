package doctor

import (
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/plan"
	"github.com/alertplan/alertplan/monitors"
)

// What is found of the fields that searches ask for.
const (
	FieldMissing  Kind = "field-missing"
	FieldAnalysed Kind = "field-analysed"
	FieldDiffers  Kind = "field-types-differ"
	NotMapped     Kind = "fields-not-told"
)

const (
	keyword = "keyword"
	// mostPlaces limits of how many places the fields are asked for, one request each.
	mostPlaces = 20
)

// fields asks which types the fields have that searches ask for: a field that is missing
// is no error, nor is a text where a keyword was meant.
func (e *examination) fields(ctx context.Context, all []asked) error {
	places := map[string][]asked{}
	for _, a := range all {
		if _, isSearch := a.monitor.Monitor.Input.(*monitors.Search); isSearch && !remote(a.look.Indices) {
			at := strings.Join(a.look.Indices, ",")
			places[at] = append(places[at], a)
		}
	}
	for i, at := range slices.Sorted(maps.Keys(places)) {
		if i == mostPlaces {
			e.add(Finding{Area: Monitors, Kind: NotMapped, Grade: Unasked, Count: len(places) - i})
			return nil
		}
		types, err := e.cluster.FieldTypes(ctx, places[at][0].look.Indices, wantedFields(places[at]))
		if err != nil {
			return e.unasked(Finding{Area: Monitors, Kind: NotMapped}, err)
		}
		if len(types) == 0 {
			continue // there is no index, which is told already
		}
		for _, a := range places[at] {
			e.mapped(a, types)
		}
	}
	return nil
}

// remote tells whether indices are another cluster's, or named by a date.
func remote(indices []string) bool {
	return slices.ContainsFunc(indices, func(name string) bool { return strings.ContainsAny(name, ":<") })
}

// wantedFields are the fields of some searches, and those that may be meant by them.
// @timestamp is among them, so that an answer without any field means no index.
func wantedFields(some []asked) []string {
	wanted := map[string]bool{"@timestamp": true}
	for _, a := range some {
		for _, u := range usesIn(a.look.Body) {
			wanted[u.field], wanted[other(u.field)] = true, true
		}
	}
	return slices.Sorted(maps.Keys(wanted))
}

// other is the field that is meant if a field is not: its keyword, or what it is the
// keyword of.
func other(field string) string {
	if text, is := strings.CutSuffix(field, "."+keyword); is {
		return text
	}
	return field + "." + keyword
}

// mapped tells what is wrong with the fields of one search.
func (e *examination) mapped(a asked, types map[string]map[string][]string) {
	told := map[string]bool{}
	for _, u := range usesIn(a.look.Body) {
		f := e.of(a.monitor, Monitors, "", Fault, plan.Element{Part: plan.QueryPart})
		f.Name = u.field
		has, meant := types[u.field], types[other(u.field)]
		texts, isText := has["text"]
		switch {
		case told[u.field]:
			continue
		case len(has) == 0:
			f.Kind = FieldMissing
			if len(meant) > 0 {
				f.Names = []string{other(u.field)}
				f.Versions = slices.Sorted(maps.Keys(meant))
			} else {
				f.Grade = Warning
			}
		case u.exact && isText:
			f.Kind, f.Reason, f.Versions = FieldAnalysed, u.value, texts
			if _, is := meant[keyword]; is {
				f.Names = []string{other(u.field)}
			}
			if u.mayMatch() {
				f.Grade = Warning
			}
		case len(families(has)) > 1:
			f.Kind, f.Grade, f.Versions = FieldDiffers, Warning, slices.Sorted(maps.Keys(has))
			f.Names = rarest(has)
		default:
			continue
		}
		told[u.field] = true
		e.add(f)
	}
}

// families are the types that searches treat differently.
func families(types map[string][]string) map[string]bool {
	numbers := []string{"long", "integer", "short", "byte", "double", "float", "half_float", "scaled_float", "unsigned_long"}
	all := map[string]bool{}
	for name := range types {
		switch {
		case slices.Contains(numbers, name):
			name = "number"
		case name == "date_nanos":
			name = "date"
		case name == "constant_keyword" || name == "wildcard":
			name = keyword
		}
		all[name] = true
	}
	return all
}

// rarest are the indices in which a field has the type that the fewest have.
func rarest(types map[string][]string) []string {
	var least []string
	for _, name := range slices.Sorted(maps.Keys(types)) {
		if indices := types[name]; len(indices) > 0 && (least == nil || len(indices) < len(least)) {
			least = indices
		}
	}
	return least
}
