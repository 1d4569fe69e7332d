package mustache_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/alertplan/alertplan/internal/javavalue"
	"github.com/alertplan/alertplan/internal/mustache"
)

func TestTagsTellNamesAndPlaces(t *testing.T) {
	template, err := mustache.Parse("a {{x}}\n{{#ctx.results[0].hits}}é{{{y}}}{{/ctx.results[0].hits}}\n{{#toJson}}z{{/toJson}}{{! c }}")
	if err != nil {
		t.Fatal(err)
	}
	want := []mustache.Tag{
		{Kind: mustache.Variable, Name: "x", Line: 1, Column: 3, Offset: 2},
		{Kind: mustache.Section, Name: "ctx.results[0].hits", Line: 2, Column: 1, Offset: 8},
		{Kind: mustache.RawVariable, Name: "y", Line: 2, Column: 26, Offset: 34},
		{Kind: mustache.Close, Name: "ctx.results[0].hits", Line: 2, Column: 33, Offset: 41},
		{Kind: mustache.Function, Name: "toJson", Line: 3, Column: 1, Offset: 66},
		{Kind: mustache.Close, Name: "toJson", Line: 3, Column: 13, Offset: 78},
		{Kind: mustache.Argument, Name: "z", Line: 3, Column: 1, Offset: 66},
		{Kind: mustache.Comment, Name: "c", Line: 3, Column: 24, Offset: 89},
	}
	if diff := cmp.Diff(want, template.Tags()); diff != "" {
		t.Error(diff)
	}
}

func TestSyntaxErrorsTellThePlace(t *testing.T) {
	cases := []struct {
		source       string
		line, column int
		reason       string
	}{
		{"a\n {{#x}}", 2, 2, "Failed to close 'x' tag"},
		{"{{#x}}\n{{/y}}", 2, 1, "Mismatched start/end tags: x != y in query-template:2"},
		{"{{/y}}", 1, 1, "Mismatched start/end tags: null != y in query-template:1"},
		{"é {{x", 1, 3, "Improperly closed variable"},
		{"{{}}", 1, 1, "Empty mustache"},
		{"{{> part}}", 1, 1, "Template part not found"},
		{"{{=x=}}", 1, 1, "Invalid delimiter string: x"},
		{"{{#join}}{{a}} {{b}}{{/join}}", 1, 1, "Mustache function [join] must contain one and only one identifier"},
	}
	for _, c := range cases {
		_, err := mustache.Parse(c.source)
		var syntax *mustache.SyntaxError
		if !errors.As(err, &syntax) || syntax.Line != c.line || syntax.Column != c.column || syntax.Reason != c.reason {
			t.Errorf("%q: got %v, want line %d, column %d: %s", c.source, err, c.line, c.column, c.reason)
		}
	}
}

func TestRenderErrors(t *testing.T) {
	root := javavalue.NewLinkedMap()
	root.Put("l", javavalue.NewList("a", nil))
	root.Put("s", "text")
	root.Put("c", javavalue.Instant{})
	cases := []struct {
		source string
		want   any
	}{
		{"{{l.2}}", new(*mustache.RenderError)},
		{"{{#join}}l{{/join}}", new(*mustache.RenderError)},
		{"{{s.bytes}}", new(*mustache.UnsupportedError)},
		{"{{c.now}}", new(*mustache.UnsupportedError)},
	}
	for _, c := range cases {
		template, err := mustache.Parse(c.source)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := template.Render(root, mustache.Options{}); !errors.As(err, c.want) {
			t.Errorf("%s: got %v, want %T", c.source, err, c.want)
		}
	}
	template, err := mustache.Parse("x")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := template.Render(root, mustache.Options{ContentType: "text/html"}); !errors.As(err, new(*mustache.ContentTypeError)) {
		t.Errorf("got %v, want a ContentTypeError", err)
	}
}

func TestNumbersPrintAsTheJDKPrintsThem(t *testing.T) {
	root := javavalue.NewLinkedMap()
	root.Put("d", 1e23)
	template, err := mustache.Parse("{{d}} {{#toJson}}l{{/toJson}}")
	if err != nil {
		t.Fatal(err)
	}
	root.Put("l", javavalue.NewList(1e23, int32(7)))
	for jdk, want := range map[javavalue.JDK]string{
		javavalue.JDK17: "9.999999999999999E22 [9.999999999999999E22,7]",
		javavalue.JDK21: "1.0E23 [1.0E23,7]",
	} {
		if got, err := template.Render(root, mustache.Options{JDK: jdk}); err != nil || got != want {
			t.Errorf("JDK %d: got %q, %v; want %q", jdk, got, err, want)
		}
	}
}

// Observed on 2.19.4: toJson escapes what lies outside of Unicode's basic plane,
// {{x}} does not.
func TestToJSONEscapesSurrogates(t *testing.T) {
	values := javavalue.FromJSON(parseJSON(t, []byte(`{"m": {"é😀": "日本 😀"}}`))).(*javavalue.Map)
	template, err := mustache.Parse("{{#toJson}}m{{/toJson}} {{m}}")
	if err != nil {
		t.Fatal(err)
	}
	got, err := template.Render(values, mustache.Options{})
	if want := `{"é\uD83D\uDE00":"日本 \uD83D\uDE00"} {é😀=日本 😀}`; err != nil || got != want {
		t.Errorf("got %s, %v; want %s", got, err, want)
	}
}
