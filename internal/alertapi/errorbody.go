package alertapi

import (
	"cmp"
	"html"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/pattern"
)

// refusal reads what a server says with a status that is no success. Bodies come
// in four kinds: {"error": {type, reason, caused_by}}, {"error": "text"}, plain
// text, and, on DELETE of an unknown monitor, the cut text of another error,
// which is no JSON though it says so (observed on 2.19.4 and 3.5.0). A proxy's
// web page tells by its title.
func refusal(request call, status int, body []byte) *Error {
	e := &Error{Method: request.method, Path: request.path, Status: status}
	if answer, err := parseObject(body); err == nil {
		e.read(answer)
	} else {
		e.Reason, e.foreign = plainReason(body) // such as "Unauthorized"
		e.foreign = e.foreign || len(body) == 0 && status != http.StatusUnauthorized
	}
	for _, secret := range request.secrets {
		e.Reason = strings.ReplaceAll(e.Reason, secret, "(sensitive)")
		e.CausedBy = strings.ReplaceAll(e.CausedBy, secret, "(sensitive)")
	}
	e.Reason, e.CausedBy, e.Type = oneLine(e.Reason), oneLine(e.CausedBy), oneLine(e.Type)
	e.Reason = strings.TrimPrefix(e.Reason, strconv.Itoa(status)+" ") // as titles of pages begin
	if e.Reason == "" {
		e.Reason = http.StatusText(status)
	}
	e.ambiguous = request.writes() && (status >= http.StatusInternalServerError || status == http.StatusTooManyRequests) && !e.wasRefused()
	e.missingIndex = request.writes() && strings.HasPrefix(e.Reason, missingIndices) && !strings.Contains(e.Reason, configIndex)
	return e
}

// A 404 begins so for an index of a monitor's, and also where the cluster never
// had a monitor, so that the plugin's own index is missing.
const (
	missingIndices = "Configured indices are not found"
	configIndex    = ".opendistro-alerting-config"
)

// A body that is no JSON is taken for a message where it is one short line of
// words.
const longestPlainText = 200

var plainMessage = pattern.New(`^\pL[^<{\pC]*\s*$`)

var pageTitle = pattern.New(`(?is)^\s*<(?:!doctype|html|head)\b.*?<title>\s*([^<]*?)\s*</title>`)

// plainReason reads a body that is no JSON. A web page is nothing that a cluster
// sends, nor is nothing at all, but to say that nobody has logged in.
func plainReason(body []byte) (reason string, foreign bool) {
	if len(body) < longestPlainText && plainMessage.Match(body) {
		return string(body), false
	}
	page := strings.ToLower(string(body[:min(len(body), longestPlainText)]))
	page = strings.TrimSpace(page)
	foreign = strings.HasPrefix(page, "<!doctype") || strings.HasPrefix(page, "<html") || strings.HasPrefix(page, "<head")
	if title := pageTitle.FindSubmatch(body); title != nil && len(title[1]) < longestPlainText {
		reason = strings.NewReplacer("<", "", ">", "").Replace(html.UnescapeString(string(title[1])))
	}
	return reason, foreign
}

func (e *Error) read(answer *orderedjson.Object) {
	body := answer.Object("error")
	if body == nil {
		e.Reason = answer.Text("error")
		if e.Reason == "" {
			e.Reason = cmp.Or(answer.Text("message"), answer.Text("Message")) // of gateways before the cluster, and of Amazon's
		}
		return
	}
	e.Type, e.Reason = body.Text("type"), body.Text("reason")
	if e.Reason == "" && len(body.Array("root_cause")) > 0 {
		if cause, ok := body.Array("root_cause")[0].(*orderedjson.Object); ok {
			e.Type, e.Reason = cause.Text("type"), cause.Text("reason")
		}
	}
	for cause := body.Object("caused_by"); cause != nil; cause = cause.Object("caused_by") {
		if reason := cause.Text("reason"); reason != "" {
			e.CausedBy = reason
		}
	}
	// A wrapped error's reason is the cause's less its class; another cause says
	// what the reason leaves out ("all shards failed").
	if cause := javaClass.ReplaceAllString(e.CausedBy, ""); cause != "" && !strings.Contains(e.Reason, cause) {
		e.Reason = strings.TrimPrefix(e.Reason+": "+cause, ": ")
	}
}

// javaClass is the class before the message: "java.lang.IllegalStateException: ".
var javaClass = pattern.New(`^(?:[a-z][a-zA-Z0-9_]*\.)+[A-Z][A-Za-z0-9_$]*(?:: |$)`)

// refusals are Java classes of faults that are found before anything is done,
// though 2.x and 3.x give them status 500 (observed-monitors.md, fact 3).
var refusals = []string{
	"ParsingException", "ParseException", "IllegalStateException", "IllegalArgumentException", "JsonParseException",
	"JsonEOFException", "InputCoercionException", "UninitializedPropertyAccessException", "NumberFormatException",
	"NamedObjectNotFoundException", "ClusterBlockException", "ResourceNotFoundException",
}

// refusalTypes are the same where the server does not wrap them.
var refusalTypes = []string{
	"parsing_exception", "parse_exception", "illegal_state_exception", "illegal_argument_exception", "json_parse_exception",
	"json_e_o_f_exception", "uninitialized_property_access_exception", "number_format_exception", "malformed_u_r_l_exception",
}

func (e *Error) wasRefused() bool {
	if slices.Contains(refusalTypes, e.Type) {
		return true
	}
	class := strings.TrimSuffix(javaClass.FindString(e.CausedBy), ": ")
	for _, name := range refusals {
		if strings.HasSuffix(class, name) {
			return true
		}
	}
	return false
}

// parserPlace is how the server's JSON parser says where it stood.
var parserPlace = pattern.New(` at \[Source: [^;]*; line: (\d+), column: (\d+)\]`)

// longestReason limits a server's text, in characters.
const longestReason = 2000

// oneLine takes control characters and line breaks out of a server's text.
func oneLine(text string) string {
	text = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.IsControl(r), unicode.Is(unicode.Bidi_Control, r):
			return -1
		default:
			return r
		}
	}, strings.ToValidUTF8(text, "�"))
	text = parserPlace.ReplaceAllString(strings.Join(strings.Fields(text), " "), " (line $1, column $2)")
	if runes := []rune(text); len(runes) > longestReason {
		text = string(runes[:longestReason]) + "…"
	}
	return text
}
