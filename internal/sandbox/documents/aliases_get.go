package documents

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/sandbox/rest"
)

func (s *Service) getAliases(r *rest.Request) (rest.Response, error) {
	wanted := r.List("name")
	found, err := s.namedIndices(r, ofAliases)
	if err != nil {
		return rest.Response{}, err
	}
	if err := r.Ready(); err != nil {
		return rest.Response{}, err
	}
	body := rest.O()
	seen := map[string]bool{}
	for _, x := range found {
		aliases := rest.O()
		for _, m := range x.Aliases.Members() {
			if s.isStream(m.Key) {
				continue
			}
			fits := slices.ContainsFunc(wanted, func(w string) bool { return w == "_all" || rest.WildcardMatch(w, m.Key) })
			if len(wanted) == 0 || fits {
				aliases.Set(m.Key, m.Value)
				seen[m.Key] = true
			}
		}
		if aliases.Len() > 0 || len(wanted) == 0 {
			body.Set(x.Name, rest.O("aliases", aliases))
		}
	}
	missing := slices.DeleteFunc(slices.Clone(wanted), func(w string) bool { return seen[w] || w == "_all" || strings.Contains(w, "*") })
	if len(missing) == 0 {
		return rest.JSON(http.StatusOK, body), nil
	}
	return rest.JSON(http.StatusNotFound, aliasMissingBody(missing, body)), nil
}

// aliasMissingBody has the error as a string and what was found beside it.
func aliasMissingBody(missing []string, found *orderedjson.Object) *orderedjson.Object {
	slices.Sort(missing)
	word := "alias"
	if len(missing) > 1 {
		word = "aliases"
	}
	body := rest.O("error", fmt.Sprintf("%s [%s] missing", word, strings.Join(missing, ",")), "status", http.StatusNotFound)
	for _, m := range found.Members() {
		body.Set(m.Key, m.Value)
	}
	return body
}
