package documents

import (
	"net/http"
	"slices"
	"strings"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/sandbox/jackson"
	"github.com/alertplan/alertplan/internal/sandbox/rest"
	"github.com/alertplan/alertplan/internal/sandbox/settings"
)

func (s *Service) registerComponents(rt *rest.Router) {
	for _, method := range []string{"PUT", "POST"} {
		rt.Handle(method, "/_component_template/{name}", s.putComponent)
	}
	rt.HandleEach("GET", []string{"/_component_template", "/_component_template/{name}"}, s.getComponents)
	rt.Handle("HEAD", "/_component_template/{name}", rest.Head(s.getComponents))
	rt.Handle("DELETE", "/_component_template/{name}", s.deleteComponents)
}

// putComponent stores a component template. Observed on 2.19.4, as all of this file.
func (s *Service) putComponent(r *rest.Request) (rest.Response, error) {
	name := r.Param("name")
	body, createOnly, err := templateRequest(r, componentParser)
	if err != nil {
		return rest.Response{}, err
	}
	if !body.Has("template") {
		return rest.Response{}, rest.IllegalArgument("Required [template]")
	}
	if err := r.Ready(); err != nil {
		return rest.Response{}, err
	}
	if err := checkAliasNames(body.Object("template")); err != nil {
		return rest.Response{}, err
	}
	if createOnly && s.store.Component(name) != nil {
		return rest.Response{}, rest.IllegalArgument("component template [%s] already exists", name)
	}
	if err := s.checkSettings(settingsOf(body.Object("template"))); err != nil {
		return rest.Response{}, err
	}
	if err := s.store.PutComponent(name, withinTemplate(body)); err != nil {
		return rest.Response{}, told(err)
	}
	return acknowledged(), nil
}

// templateRequest reads what the requests that put a template have in common: the
// parameters, among them whether it may only be created, and the body.
func templateRequest(r *rest.Request, p *objectParser) (body *orderedjson.Object, createOnly bool, err error) {
	knowTimeouts(r)
	r.Has("cause")
	if createOnly, err = r.Bool("create", rest.OffByDefault); err != nil {
		return nil, false, err
	}
	body, err = templateBody(r, p)
	return body, createOnly, err
}

// templateBody reads the body of a template and holds it to its parser.
func templateBody(r *rest.Request, p *objectParser) (*orderedjson.Object, error) {
	if !r.HasBody() {
		_, err := r.Body()
		return nil, err
	}
	d, err := r.Body()
	if err != nil {
		return nil, err
	}
	body, ok := d.Value.(*orderedjson.Object)
	if !ok {
		return nil, rest.Errorf(http.StatusBadRequest, "x_content_parse_exception", "[%d:%d] [%s] Expected START_OBJECT but was: %s",
			d.Start.Line, d.Start.Column, p.name, jackson.KindOf(d.Value))
	}
	return body, p.check(r.Raw(), body)
}

func (s *Service) getComponents(r *rest.Request) (rest.Response, error) {
	name := r.Param("name")
	knowTimeouts(r)
	r.Has("flat_settings") // known, and without effect
	if err := r.Ready(); err != nil {
		return rest.Response{}, err
	}
	list := []any{}
	for _, n := range s.store.Components() {
		if name != "" && !rest.WildcardMatch(name, n) {
			continue
		}
		body := s.store.Component(n)
		shown := rest.O("template", templatePart(body.Object("template")))
		for _, m := range body.Members() {
			if m.Key != "template" {
				shown.Set(m.Key, m.Value)
			}
		}
		list = append(list, rest.O("name", n, "component_template", shown))
	}
	status := http.StatusOK
	if len(list) == 0 && name != "" {
		if !strings.Contains(name, "*") {
			return rest.Response{}, rest.Errorf(http.StatusNotFound, "resource_not_found_exception", "component template matching [%s] not found", name)
		}
		status = http.StatusNotFound
	}
	return rest.JSON(status, rest.O("component_templates", list)), nil
}

// deleteComponents removes all that fit a pattern, or none of them.
func (s *Service) deleteComponents(r *rest.Request) (rest.Response, error) {
	name := r.Param("name")
	knowTimeouts(r)
	if err := r.Ready(); err != nil {
		return rest.Response{}, err
	}
	var found, used, users []string
	for _, n := range s.store.Components() {
		if rest.WildcardMatch(name, n) {
			found = append(found, n)
			if by := s.usersOf(n); len(by) > 0 {
				used, users = append(used, n), appendNew(users, by)
			}
		}
	}
	if len(used) > 0 {
		return rest.Response{}, rest.IllegalArgument("component templates [%s] cannot be removed as they are still in use by index templates [%s]",
			strings.Join(used, ", "), strings.Join(users, ", "))
	}
	if len(found) == 0 && name != "*" {
		return rest.Response{}, rest.Errorf(http.StatusNotFound, "index_template_missing_exception", "index_template [%s] missing", name)
	}
	for _, n := range found {
		if err := s.store.DeleteComponent(n); err != nil {
			return rest.Response{}, told(err)
		}
	}
	return acknowledged(), nil
}

// usersOf are the templates that are made of a component.
func (s *Service) usersOf(component string) []string {
	var users []string
	for _, t := range s.store.Templates() {
		if slices.Contains(parts(t.Body), component) {
			users = append(users, t.Name)
		}
	}
	return users
}

func appendNew(list, more []string) []string {
	for _, x := range more {
		if !slices.Contains(list, x) {
			list = append(list, x)
		}
	}
	return list
}

// parts are the components that a template is made of: a list, or one text.
func parts(body *orderedjson.Object) []string {
	if one := body.Text("composed_of"); one != "" {
		return []string{one}
	}
	var list []string
	for _, x := range body.Array("composed_of") {
		list = append(list, textOf(x))
	}
	return list
}

// templatePart is the inside of a template in the form of answers.
func templatePart(part *orderedjson.Object) *orderedjson.Object {
	shown := rest.O()
	for _, m := range part.Members() {
		o, _ := m.Value.(*orderedjson.Object)
		switch m.Key {
		case "settings":
			shown.Set(m.Key, settings.Nested(flatValues(o)))
		case "aliases":
			shown.Set(m.Key, shownAliases(o))
		default:
			shown.Set(m.Key, m.Value)
		}
	}
	return shown
}

// shownAliases are declared aliases in the form of answers.
func shownAliases(declared *orderedjson.Object) *orderedjson.Object {
	shown := rest.O()
	for _, m := range declared.Members() {
		o, _ := m.Value.(*orderedjson.Object)
		shown.Set(m.Key, aliasDefinition(asDeclared(o)))
	}
	return shown
}

// asDeclared is what is read of an alias that an index or a template declares: a value
// of another kind than is expected counts as none. Observed on 2.19.4.
func asDeclared(o *orderedjson.Object) *orderedjson.Object {
	out := rest.O()
	for _, m := range o.Members() {
		kind := jackson.KindOf(m.Value)
		switch m.Key {
		case "filter":
			if kind != jackson.StartObject {
				continue
			}
		case "is_write_index", "is_hidden":
			if kind != jackson.Boolean {
				continue
			}
		default:
			if kind != jackson.String {
				continue
			}
		}
		out.Set(m.Key, m.Value)
	}
	return out
}

// checkAliasNames refuses names that no alias can have.
func checkAliasNames(part *orderedjson.Object) error {
	for _, name := range part.Object("aliases").Keys() {
		if err := checkAliasName(name); err != nil {
			return err
		}
	}
	return nil
}

// checkAliasName holds an alias's name to the rules of an index's, but that it may have
// capitals.
func checkAliasName(name string) error {
	bad := func(why string) error {
		return rest.Errorf(http.StatusBadRequest, "invalid_alias_name_exception", "Invalid alias name [%s]: %s", name, why)
	}
	switch {
	case strings.ContainsAny(name, " \"*\\<|,>/?"):
		return bad("must not contain the following characters [ , \", *, \\, <, |, ,, >, /, ?]")
	case strings.Contains(name, "#"):
		return bad("must not contain '#'")
	case name == "" || strings.ContainsAny(name[:1], "_-+"):
		return bad("must not start with '_', '-', or '+'")
	case name == "." || name == "..":
		return bad("must not be '.' or '..'")
	}
	return nil
}
