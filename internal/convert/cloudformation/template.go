package cloudformation

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"

	"gopkg.in/yaml.v3"

	"github.com/alertplan/alertplan/internal/convert"
	"github.com/alertplan/alertplan/internal/convert/resource"
	"github.com/alertplan/alertplan/internal/convert/yamltext"
)

// template is one that is being read.
type template struct {
	source     convert.Source
	text       *yamltext.Text
	parameters map[string]*yaml.Node // their defaults, nil for none
	mappings   *yaml.Node
	resources  map[string]bool
}

// Read reads a template's resources in their order, or says at which byte it can't be
// read.
func Read(source convert.Source) ([]resource.Resource, *Problem) {
	root, problem := parse(source)
	if problem != nil {
		return nil, problem
	}
	t := &template{source: source, parameters: map[string]*yaml.Node{}, text: yamltext.Of(source), resources: map[string]bool{}}
	for _, p := range yamltext.Pairs(yamltext.Member(root, "Parameters")) {
		t.parameters[p.Key.Value] = yamltext.Member(p.Value, "Default")
	}
	t.mappings = yamltext.Member(root, "Mappings")
	declared := yamltext.Pairs(yamltext.Member(root, "Resources"))
	if len(declared) == 0 {
		return nil, &Problem{Detail: "It has no Resources, so it is no CloudFormation template."}
	}
	for _, p := range declared {
		t.resources[p.Key.Value] = true
	}
	var out []resource.Resource
	for _, p := range declared {
		out = append(out, t.resource(p))
	}
	return out, nil
}

// Problem is what keeps a template from being read.
type Problem = yamltext.Problem

// maxText is how much text a template may have: CloudFormation takes 1 MB.
const maxText = 2 << 20

// parse makes nodes of a text. JSON is YAML but for the tabs.
func parse(source convert.Source) (*yaml.Node, *Problem) {
	text := source.Text
	if len(text) > maxText {
		return nil, &Problem{Detail: "It is larger than CloudFormation's limit of 1 MB."}
	}
	if trimmed := bytes.TrimLeft(text, " \t\r\n"); len(trimmed) > 0 && trimmed[0] == '{' {
		if err := valid(text); err != nil {
			return nil, err
		}
		text = bytes.ReplaceAll(text, []byte("\t"), []byte(" "))
	}
	documents, problem := yamltext.Of(convert.Source{Text: text}).Documents()
	switch {
	case problem != nil:
		return nil, problem
	case len(documents) == 0 || documents[0].Kind != yaml.MappingNode:
		return nil, &Problem{Detail: "It holds no object, so it is no CloudFormation template."}
	}
	return documents[0], nil
}

func valid(text []byte) *Problem {
	var any json.RawMessage
	err := json.Unmarshal(text, &any)
	var syntax *json.SyntaxError
	switch {
	case errors.As(err, &syntax):
		return &Problem{At: max(int(syntax.Offset)-1, 0), Detail: fmt.Sprintf("It is no JSON: %v.", err)}
	case err != nil:
		return &Problem{Detail: fmt.Sprintf("It is no JSON: %v.", err)}
	}
	return nil
}

func (t *template) resource(p yamltext.Pair) resource.Resource {
	r := resource.Resource{Label: p.Key.Value, Ref: p.Key.Value, Source: t.source}
	from := t.text.Offset(p.Key)
	r.At = t.source.Range(from, from+len(p.Key.Value))
	if kind := yamltext.Member(p.Value, "Type"); kind != nil {
		r.Type = kind.Value
	}
	if c := yamltext.Member(p.Value, "Condition"); c != nil {
		r.Condition = c.Value
	}
	r.Properties = t.value(yamltext.Member(p.Value, "Properties"), 0)
	if r.Properties.Kind == resource.Absent {
		r.Properties.At = r.At
	}
	return r
}
