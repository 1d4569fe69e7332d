package cloudformation_test

import (
	"testing"

	"github.com/alertplan/alertplan/internal/convert"
	"github.com/alertplan/alertplan/internal/convert/cloudformation"
	"github.com/alertplan/alertplan/internal/convert/resource"
)

const sample = `Parameters:
  Named: {Type: String, Default: "text"}
  Open: {Type: String}
Mappings:
  Levels:
    prod: {Threshold: 3}
Resources:
  Thing:
    Type: My::Thing
    Properties:
      Ref: !Ref Named
      Open: !Ref Open
      Att: !GetAtt Other.Arn
      AttList: {"Fn::GetAtt": [Other, Arn]}
      Sub: !Sub "a-${Named}-${!Named}"
      SubOne: !Sub "${Open}"
      SubOther: !Sub ["${x}/${y}", {x: 1, y: !Ref Named}]
      Join: !Join ["-", [a, !Ref Named]]
      Map: !FindInMap [Levels, prod, Threshold]
      If: !If [Prod, a, b]
      Nothing: null
      List: [1, true, "x"]
`

func TestValues(t *testing.T) {
	resources, problem := cloudformation.Read(convert.Source{Name: "t.yaml", Text: []byte(sample)})
	if problem != nil {
		t.Fatal(problem)
	}
	for _, test := range []struct {
		key  string
		kind resource.Kind
		text string
	}{
		{"Ref", resource.Text, "text"}, {"Open", resource.Reference, "Open"}, {"Att", resource.Reference, "Other.Arn"}, {"AttList", resource.Reference, "Other.Arn"},
		{"Sub", resource.Text, "a-text-${Named}"}, {"SubOne", resource.Reference, "Open"}, {"SubOther", resource.Text, "1/text"}, {"Join", resource.Text, "a-text"},
		{"Map", resource.Text, "3"}, {"If", resource.Unknown, ""}, {"Nothing", resource.Absent, ""}, {"None", resource.Absent, ""}, {"List", resource.List, ""},
	} {
		v := resources[0].Properties.Get(test.key)
		if v.Kind == resource.Absent {
			v.Text = ""
		}
		if v.Kind != test.kind || v.Text != test.text {
			t.Errorf("%s: %d %q, want %d %q", test.key, v.Kind, v.Text, test.kind, test.text)
		}
	}
}

func TestPlaces(t *testing.T) {
	for _, text := range []string{
		"Resources:\n  T:\n    Properties:\n      P: abc def!\n", "Resources:\n  T:\n    Properties:\n      P: 'abc def!'\n", "Resources:\n  T:\n    Properties:\n      P: >-\n        abc\n        def!\n",
		"Resources:\n  T:\n    Properties:\n      P: |\n        abc\n        def!\n", `{"Resources": {"T": {"Properties": {"P": "abc def!"}}}}`,
	} {
		source := convert.Source{Name: "t", Text: []byte(text)}
		resources, problem := cloudformation.Read(source)
		if problem != nil {
			t.Fatal(problem)
		}
		at := resources[0].Properties.Get("P").Place(7)
		if got := string(at.SliceBytes(source.Text)); got != "!" {
			t.Errorf("%s\nthe place is %v, where %q stands", text, at, got)
		}
	}
}

func TestUnreadable(t *testing.T) {
	for _, text := range []string{"", "[]", "a: [", `{"Resources": {`, "Resources: {}", "AWSTemplateFormatVersion: '2010-09-09'"} {
		if _, problem := cloudformation.Read(convert.Source{Name: "t", Text: []byte(text)}); problem == nil {
			t.Errorf("%q was read", text)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add(sample)
	f.Add(`{"Resources": {"a": {"Type": "b", "Properties": {"c": {"Fn::Sub": ["${d}", {"d": {"Ref": "AWS::Region"}}]}}}}}`)
	f.Fuzz(func(t *testing.T, text string) {
		source := convert.Source{Name: "t", Text: []byte(text)}
		resources, problem := cloudformation.Read(source)
		if problem != nil && (problem.At < 0 || problem.At > len(text)) {
			t.Errorf("a problem at %d", problem.At)
		}
		for _, r := range resources {
			for _, m := range r.Properties.Members {
				m.Value.Place(len(m.Value.Text) / 2)
			}
		}
	})
}
