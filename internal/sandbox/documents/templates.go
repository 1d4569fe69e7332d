package documents

import (
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/evaluate/index"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/sandbox/rest"
	"github.com/alertplan/alertplan/internal/sandbox/settings"
)

func (s *Service) registerTemplates(rt *rest.Router) {
	for _, method := range []string{"PUT", "POST"} {
		rt.Handle(method, "/_index_template/{name}", s.putTemplate)
		rt.Handle(method, "/_template/{name}", s.putLegacyTemplate)
	}
	rt.HandleEach("GET", []string{"/_index_template", "/_index_template/{name}"}, s.getTemplates)
	rt.Handle("HEAD", "/_index_template/{name}", rest.Head(s.getTemplates))
	rt.Handle("DELETE", "/_index_template/{name}", s.deleteTemplate)
	rt.HandleEach("GET", []string{"/_template", "/_template/{name}"}, s.getLegacyTemplates)
	rt.Handle("HEAD", "/_template/{name}", rest.Head(s.getLegacyTemplates))
	rt.Handle("DELETE", "/_template/{name}", s.deleteLegacyTemplate)
}

func (s *Service) putTemplate(r *rest.Request) (rest.Response, error) {
	name := r.Param("name")
	body, createOnly, err := templateRequest(r, composableParser)
	if err != nil {
		return rest.Response{}, err
	}
	if !body.Has("index_patterns") {
		return rest.Response{}, rest.IllegalArgument("Required [index_patterns]")
	}
	if err := r.CheckParams(); err != nil {
		return rest.Response{}, err
	}
	if integerOf(first(body, "priority")) < 0 {
		return rest.Response{}, rest.ValidationFailed("index template priority must be >= 0")
	}
	if err := r.Permit(); err != nil {
		return rest.Response{}, err
	}
	if list, ok := first(body, "index_patterns").([]any); ok && len(list) == 0 {
		return rest.Response{}, rest.IllegalArgument("There must be at least one pattern, zero given")
	}
	if err := checkAliasNames(body.Object("template")); err != nil {
		return rest.Response{}, err
	}
	composed := rest.O("composed_of", texts(parts(body)))
	if err := s.store.CheckParts(name, composed); err != nil { // before it is known whether the template is there
		return rest.Response{}, told(err)
	}
	if createOnly && slices.ContainsFunc(s.store.Templates(), func(t *index.Template) bool { return t.Name == name }) {
		return rest.Response{}, rest.IllegalArgument("index template [%s] already exists", name)
	}
	if err := s.putStreamTemplate(name, body); err != nil {
		return rest.Response{}, toldOfTemplate(name, parts(body), err)
	}
	return acknowledged(), nil
}

// toldOfTemplate words what is wrong with a composable template. Observed on 2.19.4.
func toldOfTemplate(name string, composed []string, err error) error {
	e, ok := told(err).(*rest.Error)
	var invalid *index.InvalidTemplate
	if !ok || !errors.As(err, &invalid) || e.Status == http.StatusNotImplemented {
		return told(err)
	}
	e.RootCause = nil
	with := ""
	if len(composed) > 0 {
		with = "with component templates [" + strings.Join(composed, ", ") + "] "
	}
	return rest.IllegalArgument("composable template [%s] template after composition %sis invalid", name, with).
		Because(rest.IllegalArgument("invalid composite mappings for [%s]", name).Because(e))
}

// wantedTemplates are those whose names the request asks for; missing is a name,
// not a pattern, that there is none of.
func wantedTemplates(r *rest.Request, all []*index.Template) (found []*index.Template, missing string) {
	wanted := r.List("name")
	if len(wanted) == 0 {
		return all, ""
	}
	for _, w := range wanted {
		before := len(found)
		for _, t := range all {
			if rest.WildcardMatch(w, t.Name) {
				found = append(found, t)
			}
		}
		if len(found) == before && !strings.Contains(w, "*") {
			missing = w
		}
	}
	return found, missing
}

func (s *Service) getTemplates(r *rest.Request) (rest.Response, error) {
	found, missing := wantedTemplates(r, s.store.Templates())
	asked := r.Has("name")
	knowTimeouts(r)
	r.Has("flat_settings") // known, and without effect
	if err := r.Ready(); err != nil {
		return rest.Response{}, err
	}
	if missing != "" {
		return rest.Response{}, rest.Errorf(http.StatusNotFound, "resource_not_found_exception",
			"index template matching [%s] not found", missing)
	}
	list := []any{}
	for _, t := range found {
		list = append(list, rest.O("name", t.Name, "index_template", s.templateBody(t)))
	}
	status := http.StatusOK
	if asked && len(found) == 0 {
		status = http.StatusNotFound
	}
	return rest.JSON(status, rest.O("index_templates", list)), nil
}

// templateBody is a composable template with its settings in the form of
// answers.
func (s *Service) templateBody(t *index.Template) *orderedjson.Object {
	body := rest.O("index_patterns", patterns(t))
	if t.Body.Has("template") {
		body.Set("template", templatePart(t.Body.Object("template")))
	}
	composed := []any{}
	for _, p := range parts(t.Body) {
		composed = append(composed, p)
	}
	if t.Body.Has("template") || t.Body.Has("composed_of") {
		body.Set("composed_of", composed)
	}
	for _, m := range t.Body.Members() {
		switch m.Key {
		case "index_patterns", "template", "composed_of":
		default:
			body.Set(m.Key, m.Value)
		}
	}
	if s.makesStreams(t.Name) {
		body.Set("data_stream", rest.O("timestamp_field", rest.O("name", timestampField)))
	}
	return body
}

func patterns(t *index.Template) []any {
	list := []any{}
	for _, p := range t.Patterns {
		list = append(list, p)
	}
	return list
}

// flatValues are settings as they were put, brought to texts and full names.
func flatValues(o *orderedjson.Object) map[string]settings.Value {
	values := map[string]settings.Value{}
	flat := index.Flatten(o)
	for _, m := range flat.Members() {
		if list, ok := m.Value.([]any); ok {
			v := settings.Value{IsList: true}
			for _, x := range list {
				text, _ := x.(string)
				v.List = append(v.List, text)
			}
			values[m.Key] = v
			continue
		}
		values[m.Key] = settings.Value{Text: flat.Text(m.Key)}
	}
	return values
}

func (s *Service) deleteTemplate(r *rest.Request) (rest.Response, error) {
	for _, t := range s.store.Templates() {
		if rest.WildcardMatch(r.Param("name"), t.Name) {
			if err := s.templateInUse(t.Name); err != nil {
				return rest.Response{}, err
			}
		}
	}
	return dropTemplate(r, s.store.Templates(), s.store.DeleteTemplate)
}

func dropTemplate(r *rest.Request, all []*index.Template, drop func(string) bool) (rest.Response, error) {
	name := r.Param("name")
	knowTimeouts(r)
	if err := r.Ready(); err != nil {
		return rest.Response{}, err
	}
	found := 0
	for _, t := range all {
		if rest.WildcardMatch(name, t.Name) && drop(t.Name) {
			found++
		}
	}
	if found == 0 && name != "*" {
		return rest.Response{}, rest.Errorf(http.StatusNotFound, "index_template_missing_exception", "index_template [%s] missing", name)
	}
	return acknowledged(), nil
}

func orEmpty(o *orderedjson.Object) *orderedjson.Object {
	if o == nil {
		return &orderedjson.Object{}
	}
	return o
}
