package rest

import (
	"errors"
	"net/http"
	"strings"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/sandbox/dialect"
)

// maxLineBytes is how long a request line may be, method, path, query and
// version (http/long_urls).
const maxLineBytes = 4096

// ServeHTTP answers a request. It takes the steps of the real server in its
// order: sizes, content type, query, common parameters, route, body, handler.
func (rt *Router) ServeHTTP(w http.ResponseWriter, hr *http.Request) {
	out := &output{w: w, router: rt}
	defer out.survive(hr)
	hr.Body = &timedBody{ReadCloser: hr.Body, control: http.NewResponseController(w)}
	if err := rt.tooLong(hr); err != nil {
		out.fail(err)
		return
	}
	if id := hr.Header.Get("X-Opaque-Id"); id != "" {
		w.Header().Set("X-Opaque-Id", id)
	}
	r, err := rt.newRequest(hr)
	if err != nil {
		out.fail(err)
		return
	}
	if out.options, err = readOptions(r); err != nil {
		out.fail(err)
		return
	}
	response, err := rt.dispatch(r, hr)
	switch {
	case err != nil:
		out.fail(err)
	case response.Instead != nil && !rt.asReal:
		out.fail(response.Instead)
	case response.Instead != nil:
		select {
		case <-hr.Context().Done():
		case <-rt.released:
		}
		panic(http.ErrAbortHandler) // closes the connection without an answer
	default:
		out.send(response)
	}
}

func (rt *Router) dispatch(r *Request, hr *http.Request) (Response, error) {
	handler, methods, err := rt.find(r)
	if err != nil {
		return Response{}, err
	}
	if handler == nil { // OPTIONS
		response := Empty(http.StatusOK)
		if len(methods) > 0 {
			response.Header = http.Header{"Allow": {strings.Join(methods, ",")}}
		}
		return response, nil
	}
	if err := r.readBody(hr); err != nil {
		return Response{}, err
	}
	if rt.guard != nil {
		r.guard = rt.guard
		if r.user, err = rt.guard.Enter(r); err != nil {
			return Response{}, err
		}
	}
	response, err := handler(r)
	if err == nil && !r.checked {
		err = r.Ready()
	}
	if err == nil || isAbsence(err) {
		if refused := r.Permit(); refused != nil {
			err = refused
		}
	}
	return response, err
}

// isAbsence tells whether a handler found that something is not there: whoever may not
// look must not learn it.
func isAbsence(err error) bool {
	var e *Error
	return errors.As(err, &e) && e.Status == http.StatusNotFound
}

// Head makes the handler of HEAD from that of GET: status and headers are the
// same, the body is not sent.
func Head(get Handler) Handler { return get }

// tooLong refuses what the server would not read.
func (rt *Router) tooLong(hr *http.Request) error {
	line := len(hr.Method) + 1 + len(hr.RequestURI) + 1 + len(hr.Proto)
	if line > maxLineBytes {
		return Errorf(http.StatusBadRequest, "too_long_http_line_exception", "An HTTP line is larger than %d bytes.", maxLineBytes)
	}
	size := len("Host: ") + len(hr.Host)
	for name, values := range hr.Header {
		for _, v := range values {
			size += len(name) + len(": ") + len(v)
		}
	}
	if limit := rt.dialect.MaxHeaderBytes; size > limit {
		return Errorf(http.StatusBadRequest, "too_long_http_header_exception", "HTTP header is larger than %d bytes.", limit)
	}
	return nil
}

func (rt *Router) newRequest(hr *http.Request) (*Request, error) {
	uri := targetOf(hr)
	if sent := sentTarget(hr); rt.dialect.NoHostInPath && strings.HasPrefix(sent, "//") {
		uri = sent // no route begins so: whoever looked at PathOf looked at more than is done
	}
	hr.Header.Del(targetHeader)
	path, query, _ := strings.Cut(uri, "?")
	r := &Request{
		Method: hr.Method, Path: path, Header: hr.Header, Dialect: rt.dialect, RemoteAddress: hr.RemoteAddr, AsReal: rt.asReal,
		ctx: hr.Context(), uri: uri, params: map[string]string{}, consumed: map[string]bool{},
	}
	var err error
	if r.format, err = formatOfHeader(rt.dialect, hr.Header.Get("Content-Type")); err != nil {
		return nil, err
	}
	return r, r.readQuery(query)
}

// targetOf is the path and query that a request is for.
func targetOf(hr *http.Request) string {
	uri := sentTarget(hr)
	if rest, ok := strings.CutPrefix(uri, "//"); ok { // read as a host (http/slashes)
		_, path, _ := strings.Cut(rest, "/")
		uri = "/" + path
	}
	return uri
}

// sentTarget is what a request asks for as it was sent.
func sentTarget(hr *http.Request) string {
	if uri := hr.Header.Get(targetHeader); uri != "" {
		return uri
	}
	return hr.RequestURI
}

// PathOf is the path by which a request is routed: as it was sent, escapes and
// all, malformed ones too. What looks at requests before the router does must use
// it, and no other.
func PathOf(hr *http.Request) string {
	path, _, _ := strings.Cut(targetOf(hr), "?")
	return path
}

// targetHeader carries a request target that net/http would refuse to read. TolerantListener
// puts it there.
const targetHeader = "Alertplan-Sandbox-Target"

// output writes answers in the form that the request asked for.
type output struct {
	w       http.ResponseWriter
	router  *Router
	options options
	begun   bool // the answer is on its way
}

func (o *output) fail(err error) {
	var text *TextError
	if errors.As(err, &text) {
		body := O("error", text.Text)
		if !text.NoStatus {
			body.Set("status", text.Status)
		}
		if text.Allow != "" {
			o.w.Header().Set("Allow", text.Allow)
		}
		o.sendBody(text.Status, body)
		return
	}
	var plain *PlainError
	if errors.As(err, &plain) {
		response := Text(plain.Status, plain.Text)
		response.Header = plain.Header
		o.send(response)
		return
	}
	e := AsError(err)
	body := e.Body()
	if o.router.dialect.OpendistroNames {
		renameClasses(o.router.dialect, body)
	}
	o.sendBody(e.Status, body)
}

// renameClasses gives Java's classes in the reasons of errors the names that they have
// on the server that is played.
func renameClasses(d dialect.Dialect, v any) {
	switch v := v.(type) {
	case []any:
		for _, x := range v {
			renameClasses(d, x)
		}
	case *orderedjson.Object:
		for _, m := range v.Members() {
			if text, ok := m.Value.(string); ok && m.Key == "reason" {
				v.Set(m.Key, d.ClassNames(text))
				continue
			}
			renameClasses(d, m.Value)
		}
	}
}

func (o *output) send(r Response) {
	for name, values := range r.Header {
		o.w.Header()[http.CanonicalHeaderKey(name)] = values
	}
	status := r.Status
	if status == 0 {
		status = http.StatusOK
	}
	if r.Body == nil || r.ContentType != "" && r.Text != "" {
		if r.ContentType != "" {
			o.w.Header().Set("Content-Type", r.ContentType)
		}
		o.begun = true
		o.w.WriteHeader(status)
		_, _ = o.w.Write([]byte(r.Text)) // a client that left is no fault of ours
		return
	}
	body := r.Body
	if !o.options.filter.empty() {
		body = o.options.filter.apply(body)
	}
	o.sendBody(status, body)
}

func (o *output) sendBody(status int, body any) {
	var text []byte
	var err error
	contentType := "application/json; charset=UTF-8"
	switch {
	case o.options.format == formatYAML:
		contentType = "application/yaml"
		text, err = marshalYAML(body)
	case o.options.pretty:
		text, err = marshalPretty(body)
	default:
		text, err = marshalCompact(body)
	}
	if err != nil { // a handler's mistake; tell it rather than answer nothing
		status = http.StatusInternalServerError
		text, _ = orderedjson.Marshal(AsError(err).Body())
	}
	o.w.Header().Set("Content-Type", contentType)
	o.begun = true
	o.w.WriteHeader(status)
	_, _ = o.w.Write(text)
}
