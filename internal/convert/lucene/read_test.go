package lucene_test

import (
	"slices"
	"testing"

	"github.com/alertplan/alertplan/internal/convert/lucene"
)

// TestFlags: what flags make of dots, of anchors and of the case of letters.
func TestFlags(t *testing.T) {
	for _, c := range []struct {
		source string
		flags  lucene.Flags
		want   []lucene.Matcher
	}{
		{"a.b", lucene.Flags{}, []lucene.Matcher{{Regexp: ".*a.b.*", Letters: true}}},
		{"a.b", lucene.Flags{OneLine: true}, []lucene.Matcher{{Regexp: ".*a[^\n]b.*", Letters: true}}},
		{".*a.*", lucene.Flags{OneLine: true}, []lucene.Matcher{{Literal: "a", Letters: true}}},
		{"^.*a$", lucene.Flags{OneLine: true}, []lucene.Matcher{{Regexp: "[^\n]*a", Letters: true}}},
		{".*", lucene.Flags{OneLine: true}, []lucene.Matcher{{}}},
		{"^a", lucene.Flags{Lines: true}, []lucene.Matcher{{Regexp: "(.*\n)?a.*", Letters: true}}},
		{"a$|b", lucene.Flags{Lines: true}, []lucene.Matcher{{Regexp: ".*a(\n.*)?", Letters: true}, {Literal: "b", Letters: true}}},
		{"^$", lucene.Flags{Lines: true}, []lucene.Matcher{{Regexp: "(.*\n)?(\n.*)?"}}},
		{"^A", lucene.Flags{AnyCase: true}, []lucene.Matcher{{Literal: "a", Start: true, AnyCase: true, Letters: true}}},
		{"^é1", lucene.Flags{AnyCase: true}, []lucene.Matcher{{Regexp: "[éÉ]1.*"}}},
	} {
		got, err := lucene.Read(c.source, c.flags)
		if err != nil || !slices.Equal(got, c.want) {
			t.Errorf("%s %+v: %+v, %v", c.source, c.flags, got, err)
		}
	}
}
