package conformance

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"

	"github.com/alertplan/alertplan/internal/javavalue"
	"github.com/alertplan/alertplan/internal/mustache"
	"github.com/alertplan/alertplan/internal/orderedjson"
)

// rendered is what a template comes out as.
type rendered struct {
	text    string
	reason  string // of an error
	refused string
}

// renderHere renders as the node does inside of a JSON text.
func (n *Node) renderHere(source string, values *orderedjson.Object) rendered {
	root, _ := javavalue.FromJSON(values).(*javavalue.Map)
	template, err := mustache.Parse(source)
	var text string
	if err == nil {
		text, err = template.Render(root, mustache.Options{JDK: n.Dialect.JDK})
	}
	var syntax *mustache.SyntaxError
	var failure *mustache.RenderError
	var no *mustache.UnsupportedError
	switch {
	case errors.As(err, &syntax):
		return rendered{reason: syntax.ServerReason()}
	case errors.As(err, &failure):
		return rendered{reason: failure.Reason}
	case errors.As(err, &no):
		return rendered{refused: no.Construct}
	case err != nil:
		return rendered{reason: err.Error()}
	}
	return rendered{text: text}
}

// Render has a node render a template.
func (n *Node) Render(ctx context.Context, source string, values *orderedjson.Object) (rendered, error) {
	body := text(obj("source", source, "params", values))
	for range tries {
		req, err := http.NewRequestWithContext(ctx, "POST", n.URL+"/_render/template", strings.NewReader(body))
		if err != nil {
			return rendered{}, err
		}
		req.Header.Set("Content-Type", "application/json")
		res, err := http.DefaultClient.Do(req)
		if err != nil {
			return rendered{}, err
		}
		data, err := io.ReadAll(res.Body)
		res.Body.Close()
		switch {
		case err != nil:
			return rendered{}, err
		case res.StatusCode == http.StatusOK:
			return rendered{text: strings.TrimSuffix(strings.TrimPrefix(string(data), `{"template_output":`), "}")}, nil
		case res.StatusCode != http.StatusTooManyRequests && !strings.Contains(string(data), "Too many dynamic script compilations"):
			var failure struct {
				Error struct{ Reason string }
			}
			if err := json.Unmarshal(data, &failure); err != nil {
				return rendered{}, fmt.Errorf("_render/template: %d %.300s", res.StatusCode, data)
			}
			return rendered{reason: failure.Error.Reason}, nil
		}
		if err := n.rest(ctx); err != nil {
			return rendered{}, err
		}
	}
	return rendered{}, errors.New("_render/template: the node has had enough templates")
}

// mark stands between the templates of one request, in lines of its own.
func mark(i int) string { return fmt.Sprintf("\n\u00a7%d\u00a7\n", i) }

// joined writes templates as one: a node compiles few.
func joined(list []Template) string {
	var b strings.Builder
	b.WriteString("T")
	for i, t := range list {
		b.WriteString(mark(i))
		b.WriteString(t.Source)
	}
	b.WriteString(mark(len(list)))
	return b.String()
}

// split cuts what joined templates came out as; an error where marks are missing.
func split(text string, n int) ([]string, error) {
	var out []string
	for i := range n + 1 {
		m := strings.TrimSpace(mark(i)) // a section before it may take its break
		at := strings.Index(text, m)
		if at < 0 {
			return nil, fmt.Errorf("template %d is not in the answer", i)
		}
		if i > 0 {
			out = append(out, text[:at])
		}
		text = text[at+len(m):]
	}
	return out, nil
}

// templates asks about many templates over the same values.
func (r *runner) templates(ctx context.Context, values *orderedjson.Object, list []Template) error {
	var fine, failing []Template
	for _, t := range list {
		switch here := r.node.renderHere(t.Source, values); {
		case here.refused != "":
			r.tally.Cases[Refused]++
			r.tally.Refuse("template: "+here.refused, t.Source)
			r.tally.Count(t.Features, Refused, false, here.refused)
		case here.reason != "":
			failing = append(failing, t)
		default:
			fine = append(fine, t)
		}
	}
	if err := r.together(ctx, values, fine); err != nil {
		return err
	}
	for _, t := range failing[:min(len(failing), r.plan.Failing)] {
		there, err := r.node.Render(ctx, t.Source, values)
		if err != nil {
			return err
		}
		r.template(values, t, there, r.node.renderHere(t.Source, values))
	}
	return nil
}

func (r *runner) together(ctx context.Context, values *orderedjson.Object, list []Template) error {
	if len(list) == 0 {
		return nil
	}
	source := joined(list)
	there, err := r.node.Render(ctx, source, values)
	if err != nil {
		return err
	}
	here := r.node.renderHere(source, values)
	if there.reason != "" || here.reason != "" {
		if len(list) == 1 || there.reason == here.reason {
			r.template(values, Template{Source: source, Features: list[0].Features}, there, here)
			return nil
		}
		half := len(list) / 2
		if err := r.together(ctx, values, list[:half]); err != nil {
			return err
		}
		return r.together(ctx, values, list[half:])
	}
	theirs, err := split(there.text, len(list))
	if err != nil {
		return err
	}
	ours, err := split(here.text, len(list))
	if err != nil {
		return err
	}
	for i, t := range list {
		r.template(values, t, rendered{text: theirs[i]}, rendered{text: ours[i]})
	}
	return nil
}

// template counts a template.
func (r *runner) template(values *orderedjson.Object, t Template, there, here rendered) {
	outcome := Equal
	switch {
	case there.reason != "" && here.reason != "" && r.node.Dialect.OlderTemplates:
		outcome = EqualError
	case there != here:
		outcome = Unequal
		r.findings = append(r.findings, Result{Outcome: Unequal, Template: t.Source, Difference: Difference{Kind: "template",
			Text: fmt.Sprintf("%q\nnode: %q %s\nhere: %q %s\nvalues: %s", t.Source, there.text, there.reason, here.text, here.reason, text(values))}})
	case there.reason != "":
		outcome = EqualError
	}
	r.tally.Cases[outcome]++
	r.tally.Count(t.Features, outcome, strings.TrimSpace(here.text) != "", "")
}
