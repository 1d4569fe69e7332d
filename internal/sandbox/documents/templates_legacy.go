package documents

import (
	"encoding/json"
	"net/http"
	"slices"
	"strconv"

	"github.com/alertplan/alertplan/internal/evaluate/index"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/sandbox/rest"
)

func (s *Service) putLegacyTemplate(r *rest.Request) (rest.Response, error) {
	name := r.Param("name")
	order := r.Param("order")
	knowTimeouts(r)
	r.Has("cause")
	createOnly, err := r.Bool("create", rest.OffByDefault)
	if err != nil {
		return rest.Response{}, err
	}
	body, err := mapOf(r)
	if err != nil {
		return rest.Response{}, err
	}
	if body, err = s.withoutType(r, body); err != nil {
		return rest.Response{}, err
	}
	if body, err = s.legacyTemplate(body, order); err != nil {
		return rest.Response{}, err
	}
	if err := r.Ready(); err != nil {
		return rest.Response{}, err
	}
	if !body.Has("index_patterns") || len(patternsOf(body)) == 0 {
		return rest.Response{}, rest.ValidationFailed("index patterns are missing")
	}
	if createOnly && slices.ContainsFunc(s.store.LegacyTemplates(), func(t *index.Template) bool { return t.Name == name }) {
		return rest.Response{}, rest.IllegalArgument("index_template [%s] already exists", name)
	}
	if err := s.checkSettings(settingsOf(body)); err != nil {
		return rest.Response{}, err
	}
	if err := checkRoutingShards(settingsOf(body)); err != nil {
		return rest.Response{}, err
	}
	if err := s.store.PutLegacyTemplate(name, withAliases(body)); err != nil {
		return rest.Response{}, told(err)
	}
	return acknowledged(), nil
}

// legacyTemplate holds the body of a template of the old kind to what the server
// takes; order is the parameter of that name, for a body without.
func (s *Service) legacyTemplate(body *orderedjson.Object, order string) (*orderedjson.Object, error) {
	for _, m := range body.Members() {
		switch m.Key {
		case "version", "settings", "aliases", "template":
		case "mappings":
			if body.Object("mappings").Has("_doc") {
				return nil, s.nestedMapping()
			}
		case "order":
			if text, ok := m.Value.(string); ok && !isWhole(text) {
				return nil, rest.Errorf(http.StatusBadRequest, "number_format_exception", "For input string: %q", text)
			}
		case "index_patterns":
			switch m.Value.(type) {
			case string, []any:
			default:
				return nil, rest.IllegalArgument("Malformed [template] value, should be a string or a list of strings")
			}
		default:
			return nil, rest.Errorf(http.StatusBadRequest, "parse_exception", "unknown key [%s] in the template ", m.Key)
		}
	}
	body = orderedjson.NewObject(body.Members()...)
	if old := body.Text("template"); old != "" && !body.Has("index_patterns") { // its old name
		body.Set("index_patterns", []any{old})
	}
	body.Delete("template")
	if order != "" && !body.Has("order") {
		body.Set("order", json.Number(order))
	}
	return body, nil
}

func patternsOf(body *orderedjson.Object) []any {
	if one := body.Text("index_patterns"); one != "" {
		return []any{one}
	}
	return body.Array("index_patterns")
}

func (s *Service) deleteLegacyTemplate(r *rest.Request) (rest.Response, error) {
	return dropTemplate(r, s.store.LegacyTemplates(), s.store.DeleteLegacyTemplate)
}

func (s *Service) getLegacyTemplates(r *rest.Request) (rest.Response, error) {
	found, _ := wantedTemplates(r, s.store.LegacyTemplates())
	asked := r.Has("name")
	knowTimeouts(r)
	write, err := settingsForm(r)
	if err != nil {
		return rest.Response{}, err
	}
	if _, err := s.withTypes(r); err != nil {
		return rest.Response{}, err
	}
	if err := r.Ready(); err != nil {
		return rest.Response{}, err
	}
	body := rest.O()
	for _, t := range found {
		mappings, err := s.underType(r, orEmpty(t.Body.Object("mappings")))
		if err != nil {
			return rest.Response{}, err
		}
		o := rest.O("order", json.Number(strconv.Itoa(t.Priority)))
		if v, ok := t.Body.Get("version"); ok {
			o.Set("version", v)
		}
		o.Set("index_patterns", patterns(t))
		o.Set("settings", write(flatValues(orEmpty(t.Body.Object("settings")))))
		o.Set("mappings", mappings)
		o.Set("aliases", orEmpty(t.Body.Object("aliases")))
		body.Set(t.Name, o)
	}
	status := http.StatusOK
	if asked && len(found) == 0 {
		status = http.StatusNotFound
	}
	return rest.JSON(status, body), nil
}
