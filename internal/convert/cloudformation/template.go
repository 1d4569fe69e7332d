package cloudformation

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"strconv"

	"gopkg.in/yaml.v3"

	"github.com/alertplan/alertplan/internal/convert"
	"github.com/alertplan/alertplan/internal/convert/resource"
)

// template is one that is being read.
type template struct {
	source     convert.Source
	parameters map[string]*yaml.Node // their defaults, nil for none
	mappings   *yaml.Node
	resources  map[string]bool
	lines      []int // where each line begins, in bytes
}

// Read reads a template's resources in their order, or says at which byte it can't be
// read.
func Read(source convert.Source) ([]resource.Resource, *Problem) {
	root, problem := parse(source)
	if problem != nil {
		return nil, problem
	}
	t := &template{source: source, parameters: map[string]*yaml.Node{}, resources: map[string]bool{}, lines: lines(source.Text)}
	for _, p := range pairs(member(root, "Parameters")) {
		t.parameters[p.key.Value] = member(p.value, "Default")
	}
	t.mappings = member(root, "Mappings")
	declared := pairs(member(root, "Resources"))
	if len(declared) == 0 {
		return nil, &Problem{Detail: "It has no Resources, so it is no CloudFormation template."}
	}
	for _, p := range declared {
		t.resources[p.key.Value] = true
	}
	var out []resource.Resource
	for _, p := range declared {
		out = append(out, t.resource(p))
	}
	return out, nil
}

// Problem is what keeps a template from being read.
type Problem struct {
	At     int // in bytes
	Detail string
}

// maxText is how much text a template may have: CloudFormation takes 1 MB.
const maxText = 2 << 20

var yamlLine = regexp.MustCompile(`line ([0-9]+)`)

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
	var doc yaml.Node
	if err := yaml.Unmarshal(text, &doc); err != nil {
		p := &Problem{Detail: fmt.Sprintf("It is no YAML: %v.", err)}
		if m := yamlLine.FindStringSubmatch(err.Error()); m != nil {
			n, _ := strconv.Atoi(m[1])
			if starts := lines(source.Text); n >= 1 && n <= len(starts) {
				p.At = starts[n-1]
			}
		}
		return nil, p
	}
	if len(doc.Content) == 0 || doc.Content[0].Kind != yaml.MappingNode {
		return nil, &Problem{Detail: "It holds no object, so it is no CloudFormation template."}
	}
	return doc.Content[0], nil
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

func lines(text []byte) []int {
	starts := []int{0}
	for i, c := range text {
		if c == '\n' {
			starts = append(starts, i+1)
		}
	}
	return starts
}

// pair is a member of a mapping.
type pair struct{ key, value *yaml.Node }

func pairs(n *yaml.Node) []pair {
	if n == nil || n.Kind != yaml.MappingNode {
		return nil
	}
	var out []pair
	for i := 0; i+1 < len(n.Content); i += 2 {
		out = append(out, pair{n.Content[i], n.Content[i+1]})
	}
	return out
}

func member(n *yaml.Node, key string) *yaml.Node {
	for _, p := range pairs(n) {
		if p.key.Value == key {
			return p.value
		}
	}
	return nil
}

func (t *template) resource(p pair) resource.Resource {
	r := resource.Resource{Label: p.key.Value, Ref: p.key.Value, Source: t.source}
	from := t.offset(p.key)
	r.At = t.source.Range(from, from+len(p.key.Value))
	if kind := member(p.value, "Type"); kind != nil {
		r.Type = kind.Value
	}
	if c := member(p.value, "Condition"); c != nil {
		r.Condition = c.Value
	}
	r.Properties = t.value(member(p.value, "Properties"), 0)
	if r.Properties.Kind == resource.Absent {
		r.Properties.At = r.At
	}
	return r
}

// offset is where a node begins, in bytes.
func (t *template) offset(n *yaml.Node) int {
	if n.Line < 1 || n.Line > len(t.lines) {
		return 0
	}
	at := t.lines[n.Line-1]
	for column := 1; column < n.Column && at < len(t.source.Text); column++ {
		at++
		for at < len(t.source.Text) && t.source.Text[at]&0xC0 == 0x80 { // columns are characters
			at++
		}
	}
	return at
}
