package search

import (
	"fmt"
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/evaluate/fault"
)

// checkPipelines validates the paths of pipelines before anything is searched, in
// the words of 2.19.4. parent is nil at the top.
func checkPipelines(list []*aggregation, parent *aggregation) error {
	var problems []string
	for _, a := range list {
		if a.pipeline() {
			problems = append(problems, a.problems(list, parent)...)
		}
	}
	if len(problems) > 0 {
		text := "Validation Failed: "
		for i, p := range problems {
			text += fmt.Sprintf("%d: %s;", i+1, p)
		}
		return fault.New(400, "action_request_validation_exception", "%s", text)
	}
	for _, a := range list {
		if err := checkPipelines(a.subs, a); err != nil {
			return err
		}
	}
	return nil
}

func (a *aggregation) problems(beside []*aggregation, parent *aggregation) []string {
	if a.kind == "derivative" || a.kind == "cumulative_sum" {
		must := a.kind + " aggregation [" + a.name + "] must have a histogram, date_histogram or auto_date_histogram as parent"
		if parent == nil {
			return []string{must + " but doesn't have a parent"}
		}
		if parent.kind != "histogram" && parent.kind != "date_histogram" {
			return []string{must}
		}
	}
	var out []string
	for _, path := range a.paths() {
		if p := problemOf(beside, path, a.sibling()); p != "" {
			out = append(out, p)
		}
	}
	return out
}

// problemOf follows a path through the aggregations.
func problemOf(beside []*aggregation, path string, sibling bool) string {
	parts := strings.Split(path, ">")
	find := func(list []*aggregation, name string) *aggregation {
		i := slices.IndexFunc(list, func(a *aggregation) bool { return a.name == name || strings.HasPrefix(name, a.name+".") })
		if i < 0 {
			return nil
		}
		return list[i]
	}
	if !sibling && parts[0] == "_count" || parts[0] == "_key" {
		return ""
	}
	at := find(beside, parts[0])
	if at == nil {
		return "No aggregation found for path [" + path + "]"
	}
	for _, name := range parts[1:] {
		if name == "_count" || name == "_key" {
			return ""
		}
		if at = find(at.subs, name); at == nil {
			return "No aggregation [" + name + "] found for path [" + path + "]"
		}
	}
	return ""
}
