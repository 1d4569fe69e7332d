package schema

import (
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"

	"github.com/zclconf/go-cty/cty"

	"github.com/alertplan/alertplan/destinations"
	"github.com/alertplan/alertplan/internal/pattern"
)

// The server's own expressions (common-utils, Sns.kt and ValidationHelpers.kt;
// alerting-api 6.2). A FIFO topic ends in .fifo, which it refuses.
var (
	topicARN = pattern.New(`^arn:aws(-[^:]+)?:sns:([a-zA-Z0-9-]+):([0-9]{12}):([a-zA-Z0-9-_]+)$`)
	roleARN  = pattern.New(`^arn:aws(-[^:]+)?:iam::([0-9]{12}):([a-zA-Z_0-9+=,.@\-_/]+)$`)
)

func (r reading) sns() destinations.Settings {
	s := &destinations.SNSSettings{}
	s.TopicARN = r.arn("topic_arn", topicARN, "arn:aws:sns:eu-west-1:123456789012:alerts")
	s.RoleARN = r.arn("role_arn", roleARN, "arn:aws:iam::123456789012:role/alerting-sns")
	r.needed("topic_arn")
	return s
}

func (r reading) arn(name string, form *pattern.Pattern, example string) string {
	text, ok := r.valueText(name)
	if !ok || isUnknown(text) {
		return text
	}
	if !form.MatchString(text) {
		extra := ""
		if strings.HasSuffix(text, ".fifo") {
			extra = " FIFO topics are not supported by the server."
		}
		r.report("invalid-arn", r.at(name), "%s is no ARN that the server takes; one looks like %s.%s", name, example, extra)
	}
	return text
}

// usableURL checks what the server does not, but for the scheme. It prints
// nothing of the URL.
func (r reading) usableURL(name, text string) bool {
	u, err := url.Parse(text)
	problem := ""
	switch {
	case strings.TrimSpace(text) != text || strings.ContainsAny(text, " \t\r\n"):
		problem = "it holds blanks"
	case err != nil:
		problem = "it can't be read"
	case !strings.EqualFold(u.Scheme, "http") && !strings.EqualFold(u.Scheme, "https"):
		problem = "it must begin with https:// or http://"
	case u.Hostname() == "":
		problem = "it has no host"
	case u.Port() != "" && !validPort(u.Port()):
		problem = "its port is not between 1 and 65535"
	case u.Port() == "" && u.Path == "" && !strings.Contains(u.Hostname(), ".") && !strings.Contains(u.Hostname(), ":"):
		problem = "a host without a dot needs a port or a path behind it, or the server does not send to it"
	}
	if problem == "" {
		return true
	}
	r.report("invalid-url", r.at(name), "The server can't send to this URL: %s.", problem)
	return false
}

func validPort(text string) bool {
	var n int
	_, err := fmt.Sscanf(text, "%d", &n)
	return err == nil && n >= 1 && n <= 65535
}

func (r reading) webhook() destinations.Settings {
	s := &destinations.WebhookSettings{Method: r.method()}
	s.URL = r.webhookURL()
	s.Headers = r.headers()
	return s
}

var methods = []string{"POST", "PUT", "PATCH"}

func (r reading) method() string {
	text, ok := r.publicText("method")
	if !ok || isUnknown(text) || slices.Contains(methods, text) {
		return text
	}
	r.report("invalid-method", r.at("method"), "%q can't be the method: the server knows POST, PUT and PATCH, in capitals, and would silently take POST for anything else.", text)
	return ""
}

func (r reading) headers() map[string]destinations.Secret {
	v, ok := r.value("headers")
	if !ok {
		return nil
	}
	plain, marks := v.Unmark()
	if !plain.IsKnown() {
		return map[string]destinations.Secret{anyHeader: destinations.UnknownSecret(missingIn(v))}
	}
	if t := plain.Type(); !t.IsObjectType() && !t.IsMapType() {
		r.report("wrong-type", r.at("headers"), "headers must be an object of names and values, and this is %s.", article(t))
		return nil
	}
	headers := map[string]destinations.Secret{}
	values := plain.AsValueMap()
	before := map[string]string{}
	for _, name := range slices.Sorted(maps.Keys(values)) {
		value := values[name]
		at := r.at("headers").at(locate(r.attributes["headers"].Expr, "/"+pointerKey(name)))
		if first, twice := before[strings.ToLower(name)]; twice {
			r.report("invalid-header", at, "%q is the header %q again, since capitals make no difference. Keep one of them.", name, first)
			continue
		}
		before[strings.ToLower(name)] = name
		if r.validHeader(name, value, at) {
			text, err := convertText(value.WithMarks(marks))
			if err != nil {
				r.report("wrong-type", at, "The value of the header %q must be a text, and this is %s.", name, article(value.Type()))
				continue
			}
			headers[name] = r.headerOf(name, text)
		}
	}
	return headers
}

// harmless are headers whose values are no secrets, and would hide common words
// everywhere if they were taken for some.
var harmless = []string{"accept", "content-type", "user-agent"}

// shortestHeader is the length from which a header's value is hidden that is not
// marked as sensitive.
const shortestHeader = 8

// headerOf is a header's value. It always prints masked; in other texts it is
// hidden if it is sensitive, or looks like a secret.
func (r reading) headerOf(name string, v cty.Value) destinations.Secret {
	plain, marks := v.Unmark()
	if plain.IsKnown() && !hasSecret(marks) && (len(plain.AsString()) < shortestHeader || slices.Contains(harmless, strings.ToLower(name))) {
		return destinations.NewSecret(plain.AsString())
	}
	return r.secretOf(v)
}

// anyHeader stands for headers whose very names are not known in this run.
const anyHeader = "*"

// headerName is what HTTP takes. A dot is taken by the server at some places
// only, since names become fields of an index.
var headerName = pattern.New("^[A-Za-z0-9!#$%&'*+^_`|~-]+(\\.[A-Za-z0-9!#$%&'*+^_`|~-]+)*$")

func (r reading) validHeader(name string, value cty.Value, at place) bool {
	switch {
	case !headerName.MatchString(name):
		r.report("invalid-header", at, "%q can't be the name of a header: it holds letters, digits and -, no blanks or colons.", name)
		return false
	case value.IsNull():
		r.report("null-value", at, "The header %q has no value. Give it one, or leave it out.", name)
		return false
	}
	if plain, _ := value.Unmark(); plain.IsKnown() && plain.Type() == cty.String && strings.ContainsAny(plain.AsString(), "\r\n") {
		r.report("invalid-header", at, "The value of the header %q holds a line break. Use trimspace() on what it is read from.", name)
		return false
	}
	return true
}
