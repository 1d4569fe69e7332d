package wire

import (
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/monitors"
)

// The languages that the server takes, each where it is the only one.
const (
	painless = "painless"
	mustache = "mustache"
)

// contentType is the option that the server adds to a source that is an object,
// and jsonContent what it says then.
const (
	contentType = "content_type"
	jsonContent = "application/json; charset=UTF-8"
)

// decodeScript reads a script or template: an object, or its source alone.
func decodeScript(parent object, key, lang string) monitors.Script {
	if source, ok := plainText(parent.value(key)); ok {
		return monitors.Script{Source: source, Lang: lang}
	}
	o, ok := parent.child(key)
	if !ok {
		return monitors.Script{Lang: lang}
	}
	s := monitors.Script{Lang: o.text("lang")}
	if s.Lang == "" {
		s.Lang = lang
	}
	if options, ok := o.child("options"); ok && options.Len() > 0 {
		s.Options = options.Object
	}
	if params, ok := o.child("params"); ok && params.Len() > 0 {
		s.Params = params.Object
	}
	decodeSource(o, &s)
	return s
}

// decodeSource takes an object as the source too, as the server does: it
// becomes text, the content type says so, and it is printed as an object again
// (observed on 2.19.4: monitor_errors/triggers_refused).
func decodeSource(o object, s *monitors.Script) {
	source, ok := o.value("source").(*orderedjson.Object)
	if !ok {
		s.Source = o.required("source")
		return
	}
	text, err := orderedjson.Marshal(source)
	if err != nil {
		o.r.fail(o.at("source"), "%v", err)
		return
	}
	s.Source = string(text)
	options, _ := orderedjson.Clone(s.Options).(*orderedjson.Object)
	if options == nil {
		options = orderedjson.NewObject()
	}
	options.Set(contentType, jsonContent)
	s.Options = options
}

func encodeScript(s monitors.Script) *orderedjson.Object {
	o := orderedjson.NewObject(orderedjson.Member{Key: "source", Value: encodeSource(s)})
	setText(o, "lang", s.Lang)
	setWhere(o, "options", s.Options, s.Options.Len() > 0)
	setWhere(o, "params", s.Params, s.Params.Len() > 0)
	return o
}

func encodeSource(s monitors.Script) any {
	if s.Options.Text(contentType) == jsonContent {
		if v, err := orderedjson.Parse([]byte(s.Source)); err == nil {
			if o, ok := v.(*orderedjson.Object); ok {
				return o
			}
		}
	}
	return s.Source
}
