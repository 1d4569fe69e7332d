package provider

import (
	"fmt"
	"slices"
	"strings"

	"github.com/zclconf/go-cty/cty"

	"github.com/alertplan/alertplan/internal/convert/terraform"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/pattern"
	"github.com/alertplan/alertplan/internal/wire"
)

// object reads an instance of a resource, with and without the values of variables.
func (r *reader) object(known, kept terraform.Declared) {
	o := &Object{Address: known.Address, ID: r.id(known.Address), Label: known.Label, At: known.At}
	o.New = strings.HasPrefix(o.ID, MadeUp)
	body := known.Argument("body")
	text, ok := r.text(known, body)
	if !ok {
		return
	}
	for mark := range body.Marks {
		if name, isSecret := mark.(secret); isSecret && slices.Contains(monitorTypes, known.Type) {
			r.Refuse(body.At, "A secret would be written", string(name)+" is sensitive, and goes through a function or a condition on its way into this monitor, so that no variable can take its place. Say it without, or leave sensitive out if it is no secret.")
			return
		}
	}
	keptText, _ := textOf(kept.Argument("body"))
	for _, v := range r.Variables {
		if slices.Contains(r.Words.In(keptText), v.Name) {
			o.Variables = append(o.Variables, v)
		}
	}
	live, problem := decode(known.Type, o.ID, text)
	if problem != nil {
		r.tellProblem(known, body, text, problem)
		return
	}
	o.Known = live
	if o.Kept, problem = decode(known.Type, o.ID, keptText); problem != nil {
		o.Kept = nil
	}
	if o.New && r.state != nil {
		r.Note(known.At, "Not in the state", "Terraform has not made "+known.Address+" yet, so it has no id. The next `alertplan apply` makes it.")
	}
	r.Objects = append(r.Objects, o)
}

// text is what an argument says; it refuses one that can't be told.
func (r *reader) text(d terraform.Declared, body terraform.Argument) (string, bool) {
	if text, ok := textOf(body); ok {
		return text, true
	}
	switch {
	case body.Expr == nil:
		r.Refuse(body.At, "No body", d.Address+" has no body.")
	case body.Value == cty.NilVal:
		r.Refuse(body.At, "A body that can't be told", body.Why)
	default:
		r.Refuse(body.At, "A body that is no text", "A body is JSON in a text. Write jsonencode(…) around an object.")
	}
	return "", false
}

func textOf(a terraform.Argument) (string, bool) {
	if a.Expr == nil || a.Value == cty.NilVal || a.Value.IsNull() || a.Value.Type() != cty.String {
		return "", false
	}
	return a.Value.AsString(), true
}

// problem is what is wrong with a body.
type problem struct {
	isText bool   // it is no JSON at all
	path   string // in the body; "" for all of it
	reason string
}

// decode reads a body as what a type of resource declares.
func decode(kind, id, text string) (*Live, *problem) {
	v, err := orderedjson.Parse([]byte(text))
	body, isObject := v.(*orderedjson.Object)
	switch {
	case err != nil:
		return nil, &problem{isText: true}
	case !isObject:
		return nil, &problem{reason: "it is JSON, but no object"}
	case slices.Contains(channelTypes, kind):
		body.Set("config_id", id)
		c, err := wire.DecodeChannel(body)
		return &Live{Channel: &c}, problemOf(err)
	case slices.Contains(destinationTypes, kind):
		body.Set("id", id)
		c, err := wire.DecodeLegacyDestination(body)
		return &Live{Channel: &c}, problemOf(err)
	}
	return decodeMonitor(id, body)
}

func decodeMonitor(id string, body *orderedjson.Object) (*Live, *problem) {
	if body.Has("workflow_type") || body.Text("type") == "workflow" {
		return nil, &problem{path: "type", reason: "a workflow, which no resource can declare"}
	}
	if inner := body.Object("ui_metadata"); inner != nil {
		inner.Delete("alertplan")
	}
	m, err := wire.DecodeLive(orderedjson.NewObject(orderedjson.Member{Key: "_id", Value: id}, orderedjson.Member{Key: "monitor", Value: body}))
	if err == nil && m.Unreadable != "" {
		path, reason, found := strings.Cut(m.Unreadable, ": ")
		if !found || !pathForm.MatchString(path) {
			path, reason = "", m.Unreadable
		}
		return nil, &problem{path: path, reason: reason}
	}
	return &Live{Monitor: &m}, problemOf(err)
}

var pathForm = pattern.New(`^[A-Za-z0-9_.\[\]@-]+$`)

func problemOf(err error) *problem {
	if err == nil {
		return nil
	}
	if e, ok := err.(*wire.Error); ok {
		return &problem{path: e.Path, reason: e.Reason}
	}
	return &problem{reason: err.Error()}
}

// tellProblem refuses a body, at the line of its text where that can be told.
func (r *reader) tellProblem(d terraform.Declared, body terraform.Argument, text string, p *problem) {
	if p.isText {
		offset, why := wrongAt(text)
		r.Refuse(lineIn(d.Source, body, text, offset), "A body that is no JSON", why)
		return
	}
	at := lineIn(d.Source, body, text, offsetOf(text, strings.TrimPrefix(p.path, "monitor.")))
	if inner, ok := partOf(body.Expr, p.path); ok {
		at = inner
	}
	what := "The body"
	if p.path != "" {
		what = p.path
	}
	r.Refuse(at, "A body that can't be read", fmt.Sprintf("%s: %s.", what, strings.TrimSuffix(p.reason, ".")))
}
