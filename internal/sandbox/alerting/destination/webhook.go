package destination

import (
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/sandbox/alerting/xcontent"
)

// webhook is the object of a custom_webhook. Texts that were not sent are nil.
type webhook struct {
	texts          map[string]*string
	port           int
	query, headers *orderedjson.Object
}

// webhookTexts are its fields that are texts.
var webhookTexts = []string{"url", "scheme", "host", "path", "method", "username", "password"}

func parseWebhook(r *xcontent.Reader) *webhook {
	w := &webhook{texts: map[string]*string{}, port: -1, query: object(), headers: object()}
	known := map[string]bool{}
	for _, name := range webhookTexts {
		known[name] = true
	}
	eachField(r, func(name string) {
		switch {
		case known[name]:
			w.texts[name] = textOrNull(r)
		case name == "port":
			w.port = r.Int()
		case name == "query_params":
			w.query = texts(r)
		case name == "header_params":
			w.headers = texts(r)
		default:
			refuse("Unexpected field: %s, while parsing custom webhook destination", name)
		}
	})
	xcontent.Check(w.text("url") != "" || w.text("host") != "", "Url or Host name must be provided.")
	return w
}

// text is one of the texts, "" where it was not sent or null.
func (w *webhook) text(name string) string {
	if t := w.texts[name]; t != nil {
		return *t
	}
	return ""
}

// stored has the keys in the order in which the server's hash map has them.
func (w *webhook) stored() *orderedjson.Object {
	o := object()
	for _, name := range []string{
		"path", "header_params", "password", "scheme", "method", "port", "query_params", "host", "url", "username",
	} {
		switch name {
		case "port":
			o.Set(name, w.port)
		case "query_params":
			o.Set(name, w.query)
		case "header_params":
			o.Set(name, w.headers)
		default:
			if t := w.texts[name]; t != nil {
				o.Set(name, *t)
			} else {
				o.Set(name, nil)
			}
		}
	}
	return o
}

func textOrNull(r *xcontent.Reader) *string {
	if r.Token() == xcontent.Null {
		return nil
	}
	text := r.Text()
	return &text
}

// texts reads an object whose values become texts. What is no object is read as an
// empty one.
func texts(r *xcontent.Reader) *orderedjson.Object {
	o := object()
	if r.Token() != xcontent.StartObject {
		return o
	}
	for r.Next() == xcontent.FieldName {
		name := r.Name()
		r.Next()
		o.Set(name, r.Text())
	}
	return o
}
