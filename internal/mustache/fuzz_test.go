package mustache_test

import (
	"errors"
	"testing"

	"github.com/alertplan/alertplan/internal/javavalue"
	"github.com/alertplan/alertplan/internal/mustache"
)

func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		"{{a}}", "{{{a}}}", "{{#a}}\n{{b}}\n{{/a}}", "{{^a}}x{{/a}}", "{{=<% %>=}}<% a %>", "{{#join delimiter='-'}}l{{/join delimiter='-'}}",
		"{{#toJson}}m{{/toJson}}", "{{#url}}a b{{a}}{{/url}}", "{{! c }}\r\n{{&a}}", "{{=| |=}}|{a}|", "{{", "{{}}", "{{#a}}{{/b}}",
	} {
		f.Add(seed)
	}
	root := javavalue.NewLinkedMap()
	root.Put("a", "text \"x\"")
	root.Put("l", javavalue.NewList(int32(1), 2.5, "z"))
	root.Put("m", javavalue.NewHashMap())
	f.Fuzz(func(t *testing.T, source string) {
		template, err := mustache.Parse(source)
		if err != nil {
			var syntax *mustache.SyntaxError
			if !errors.As(err, &syntax) || syntax.Line < 1 || syntax.Column < 1 {
				t.Fatalf("%q: %v", source, err)
			}
			return
		}
		for _, tag := range template.Tags() {
			if tag.Offset >= len(source) {
				t.Fatalf("%q: tag at %d", source, tag.Offset)
			}
		}
		if _, err := template.Render(root, mustache.Options{}); err != nil {
			var render *mustache.RenderError
			var unsupported *mustache.UnsupportedError
			if !errors.As(err, &render) && !errors.As(err, &unsupported) {
				t.Fatalf("%q: %v", source, err)
			}
		}
	})
}
