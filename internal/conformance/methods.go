package conformance

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
)

// CountMethods adds the Painless methods from the table that the tests of
// internal/painless keep: of random scripts, by the methods that they called.
func (t *Tally) CountMethods(path string) error {
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	var methods map[string]struct{ Equal, Refused, Unequal int }
	if err := json.Unmarshal(data, &methods); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	for name, m := range methods {
		r := t.row(Feature{Scripts, name})
		r.Equal, r.Refused, r.Unequal = r.Equal+m.Equal, r.Refused+m.Refused, r.Unequal+m.Unequal
		t.Cases[Unequal] += m.Unequal
	}
	return nil
}

// methods writes the section of Painless: a row a class, as there are many methods.
func (t *Tally) methods(b *strings.Builder) {
	rows := t.Rows(Scripts)
	if len(rows) == 0 {
		return
	}
	byClass := map[string]map[string][]string{}
	counts := map[string]int{}
	for _, r := range rows {
		class, method, _ := cutLast(r.Name)
		if byClass[class] == nil {
			byClass[class] = map[string][]string{}
		}
		state := r.State()
		if state == "in part" {
			state = "equal"
		}
		counts[state]++
		byClass[class][state] = append(byClass[class][state], fmt.Sprintf("%s (%d)", method, r.Equal))
	}
	fmt.Fprintf(b, "\n## %s\n\nMethods with their number of parameters, and the scripts that called them with an equal outcome. %d equal, %d refused, %d unequal\n\n"+
		"| class | equal | refused | unequal |\n|---|---|---|---|\n", Scripts, counts["equal"], counts["refused"], counts["**unequal**"])
	for _, class := range slices.Sorted(maps.Keys(byClass)) {
		states := byClass[class]
		var refused []string
		for _, m := range states["refused"] {
			name, _, _ := strings.Cut(m, " ")
			refused = append(refused, name)
		}
		fmt.Fprintf(b, "| %s | %s | %s | %s |\n", class, strings.Join(states["equal"], ", "), strings.Join(refused, ", "), strings.Join(states["**unequal**"], ", "))
	}
}

// cutLast cuts at the last dot.
func cutLast(name string) (class, method string, ok bool) {
	i := strings.LastIndex(name, ".")
	if i < 0 {
		return name, "", false
	}
	return name[:i], name[i+1:], true
}
