package documents

import (
	"errors"
	"net/http"

	"github.com/alertplan/alertplan/internal/javavalue"
	"github.com/alertplan/alertplan/internal/mustache"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/painless"
	"github.com/alertplan/alertplan/internal/sandbox/jackson"
	"github.com/alertplan/alertplan/internal/sandbox/rest"
)

func (s *Service) registerScripts(rt *rest.Router) {
	for _, method := range []string{"GET", "POST"} {
		rt.HandleEach(method, []string{"/_render/template", "/_render/template/{id}"}, s.renderTemplate)
		rt.Handle(method, "/_scripts/painless/_execute", s.runScript)
		rt.HandleEach(method, []string{"/_analyze", "/{index}/_analyze"}, s.analyze)
	}
}

// unknownField is the refusal of a key that the parser of a request does not
// know; the server names the place of the key.
func unknownField(r *rest.Request, parser, key string) error {
	at, _ := jackson.Locate(r.Raw(), key)
	return rest.Errorf(http.StatusBadRequest, "x_content_parse_exception", "[%d:%d] [%s] unknown field [%s]",
		max(at.Line, 1), max(at.Column-len(key)-3, 1), parser, key)
}

// paramsOf are a script's or template's params.
func paramsOf(o *orderedjson.Object) *javavalue.Map {
	m, ok := javavalue.FromJSON(orEmpty(o)).(*javavalue.Map)
	if !ok {
		return javavalue.NewHashMap()
	}
	return m
}

// renderTemplate answers _render/template: the template with its values filled
// in, put into the answer as it is, be it JSON or not (documents/render_template).
func (s *Service) renderTemplate(r *rest.Request) (rest.Response, error) {
	id := r.Param("id")
	body, err := r.Object()
	if err != nil {
		return rest.Response{}, err
	}
	for _, m := range body.Members() {
		switch m.Key {
		case "source", "params", "id", "explain", "profile":
		default:
			return rest.Response{}, unknownField(r, "search_template", m.Key)
		}
	}
	if err := r.Ready(); err != nil {
		return rest.Response{}, err
	}
	if id == "" {
		id = body.Text("id")
	}
	if id != "" {
		return rest.Response{}, rest.Errorf(http.StatusNotFound, "resource_not_found_exception", "unable to find script [%s] in cluster state", id)
	}
	if !body.Has("source") {
		return rest.Response{}, rest.ValidationFailed("template is missing", "template's script type is missing")
	}
	source := body.Text("source")
	if o := body.Object("source"); o != nil {
		text, err := orderedjson.Marshal(o)
		if err != nil {
			return rest.Response{}, err
		}
		source = string(text)
	}
	rendered, err := render(source, paramsOf(body.Object("params")))
	if err != nil {
		return rest.Response{}, err
	}
	if v, err := orderedjson.Parse([]byte(rendered)); err == nil {
		return rest.JSON(http.StatusOK, rest.O("template_output", v)), nil
	}
	return rest.Response{Text: `{"template_output":` + rendered + `}`, ContentType: "application/json; charset=UTF-8"}, nil
}

func render(source string, params *javavalue.Map) (string, error) {
	template, err := mustache.Parse(source)
	var syntax *mustache.SyntaxError
	if errors.As(err, &syntax) {
		reason := syntax.ServerReason()
		e := rest.Errorf(http.StatusBadRequest, "script_exception", "%s", reason)
		e.With("script_stack", []any{}).With("script", source).With("lang", "mustache")
		return "", e.Because(&rest.Error{Type: "mustache_exception", Reason: reason})
	}
	if err != nil {
		return "", toldByTemplate(err)
	}
	text, err := template.Render(params, mustache.Options{})
	if err != nil {
		return "", toldByTemplate(err)
	}
	return text, nil
}

func toldByTemplate(err error) error {
	var failed *mustache.RenderError
	if errors.As(err, &failed) {
		return rest.Errorf(http.StatusInternalServerError, "mustache_exception", "%s", failed.Reason)
	}
	return unsupported(err)
}

// unsupported is the answer to what can't be computed faithfully.
func unsupported(err error) error {
	return rest.Errorf(http.StatusNotImplemented, "sandbox_unsupported_exception", "the sandbox does not evaluate this: %v", err)
}

// runScript answers _scripts/painless/_execute in its default context.
func (s *Service) runScript(r *rest.Request) (rest.Response, error) {
	body, err := r.Object()
	if err != nil {
		return rest.Response{}, err
	}
	for _, m := range body.Members() {
		switch m.Key {
		case "script", "context", "context_setup":
		default:
			return rest.Response{}, unknownField(r, "painless_execute_request", m.Key)
		}
	}
	if err := r.Ready(); err != nil {
		return rest.Response{}, err
	}
	if !body.Has("script") {
		return rest.Response{}, rest.IllegalArgument("Required [script]")
	}
	script := body.Object("script")
	if script == nil {
		v, _ := body.Get("script")
		at, _ := jackson.Locate(r.Raw(), "script")
		return rest.Response{}, rest.Errorf(http.StatusBadRequest, "x_content_parse_exception",
			"[%d:%d] [painless_execute_request] script doesn't support values of type: %s", at.Line, at.Column, jackson.KindOf(v))
	}
	if lang := script.Text("lang"); lang != "" && lang != "painless" {
		return rest.Response{}, rest.IllegalArgument("script_lang not supported [%s]", lang)
	}
	if c := body.Text("context"); c != "" && c != "painless_test" {
		return rest.Response{}, unsupported(errors.New("context [" + c + "] of a script"))
	}
	return s.execute(script.Text("source"), paramsOf(script.Object("params")))
}

func (s *Service) execute(source string, params *javavalue.Map) (rest.Response, error) {
	compiled, err := painless.Compile(source, painless.PainlessTest)
	if err != nil {
		return rest.Response{}, scriptError(source, err)
	}
	now := func() int64 { return s.clock.Now().UnixMilli() }
	result, err := compiled.Run(painless.Bindings{Params: params, Now: now})
	if err != nil {
		return rest.Response{}, scriptError(source, err)
	}
	return rest.JSON(http.StatusOK, rest.O("result", javavalue.Print(result, 0))), nil
}
