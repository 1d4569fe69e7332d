package cloudformation

import (
	"fmt"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/alertplan/alertplan/internal/convert/resource"
	"github.com/alertplan/alertplan/internal/convert/yamltext"
	"github.com/alertplan/alertplan/internal/pattern"
)

// maxDepth is how deep values may stand in each other.
const maxDepth = 50

// value is what a node says, functions carried out as far as the template tells.
func (t *template) value(n *yaml.Node, depth int) resource.Value {
	switch {
	case n == nil:
		return resource.Value{}
	case n.Kind == yaml.AliasNode:
		return t.unknown(n, "CloudFormation takes no aliases of YAML.")
	case depth > maxDepth:
		return t.unknown(n, "It stands too deep in others.")
	}
	if name, argument, isFunction := function(n); isFunction {
		return t.call(n, name, argument, depth)
	}
	v := resource.Of(resource.Text, n.Value, t.source, t.text.At(n))
	switch n.Kind {
	case yaml.SequenceNode:
		v.Kind, v.Text = resource.List, ""
		for _, item := range n.Content {
			v.List = append(v.List, t.value(item, depth+1))
		}
	case yaml.MappingNode:
		v.Kind, v.Text = resource.Map, ""
		for _, p := range yamltext.Pairs(n) {
			v.Members = append(v.Members, resource.Member{Key: p.Key.Value, Value: t.value(p.Value, depth+1)})
		}
	case yaml.ScalarNode:
		if n.Tag == "!!null" {
			v.Kind = resource.Absent
		}
	}
	return v
}

func (t *template) unknown(n *yaml.Node, format string, args ...any) resource.Value {
	v := resource.Of(resource.Unknown, "", t.source, t.text.At(n))
	v.Why = fmt.Sprintf(format, args...)
	return v
}

// function tells a call from other nodes: a short tag, or an object with one member.
func function(n *yaml.Node) (name string, argument *yaml.Node, _ bool) {
	if strings.HasPrefix(n.Tag, "!") && !strings.HasPrefix(n.Tag, "!!") {
		plain := *n
		plain.Tag = ""
		if n.Kind == yaml.ScalarNode {
			plain.Tag = "!!str"
		}
		return strings.TrimPrefix(n.Tag, "!"), &plain, true
	}
	if n.Kind != yaml.MappingNode || len(n.Content) != 2 {
		return "", nil, false
	}
	key := n.Content[0].Value
	if key == "Ref" || key == "Condition" {
		return key, n.Content[1], key == "Ref"
	}
	name, found := strings.CutPrefix(key, "Fn::")
	return name, n.Content[1], found
}

func (t *template) call(n *yaml.Node, name string, argument *yaml.Node, depth int) resource.Value {
	switch name {
	case "Ref":
		return t.ref(n, argument.Value, depth)
	case "GetAtt":
		if argument.Kind == yaml.SequenceNode {
			var parts []string
			for _, part := range argument.Content {
				parts = append(parts, part.Value)
			}
			return resource.Of(resource.Reference, strings.Join(parts, "."), t.source, t.text.At(n))
		}
		return resource.Of(resource.Reference, argument.Value, t.source, t.text.At(n))
	case "Sub":
		return t.sub(n, argument, depth)
	case "Join":
		return t.join(n, argument, depth)
	case "FindInMap":
		return t.find(n, argument, depth)
	default:
		return t.unknown(n, "What Fn::%s gives isn't known before the template is deployed.", name)
	}
}

// ref is a parameter by its default, or a reference.
func (t *template) ref(n *yaml.Node, name string, depth int) resource.Value {
	standard, isParameter := t.parameters[name]
	if isParameter && standard != nil {
		v := t.value(standard, depth+1)
		if v.Kind == resource.Text && v.Text == "" {
			return resource.Of(resource.Reference, name, t.source, t.text.At(n))
		}
		return v
	}
	if isParameter || t.resources[name] || strings.HasPrefix(name, "AWS::") {
		return resource.Of(resource.Reference, name, t.source, t.text.At(n))
	}
	return t.unknown(n, "The template has no parameter and no resource %q.", name)
}

var placeholder = pattern.New(`\$\{(!?)([^}]*)\}`)

// sub fills ${…} in a text.
func (t *template) sub(n, argument *yaml.Node, depth int) resource.Value {
	text, values := argument.Value, map[string]resource.Value{}
	if argument.Kind == yaml.SequenceNode && len(argument.Content) > 0 {
		text = argument.Content[0].Value
		if len(argument.Content) > 1 {
			for _, p := range yamltext.Pairs(argument.Content[1]) {
				values[p.Key.Value] = t.value(p.Value, depth+1)
			}
		}
	}
	var missing []string
	filled := placeholder.ReplaceAllStringFunc(text, func(match string) string {
		m := placeholder.FindStringSubmatch(match)
		if m[1] == "!" {
			return "${" + m[2] + "}"
		}
		v, given := values[m[2]]
		if !given {
			v = t.ref(n, m[2], depth)
		}
		if v.Kind != resource.Text {
			missing = append(missing, m[2])
		}
		return v.Text
	})
	switch {
	case len(missing) == 0:
		return resource.Of(resource.Text, filled, t.source, t.text.At(n))
	case len(missing) == 1 && strings.TrimSpace(text) == "${"+missing[0]+"}":
		return resource.Of(resource.Reference, missing[0], t.source, t.text.At(n))
	}
	v := t.unknown(n, "What ${%s} stands for isn't known before the template is deployed.", strings.Join(missing, "} and ${"))
	v.Text = text
	return v
}

func (t *template) join(n, argument *yaml.Node, depth int) resource.Value {
	if argument.Kind != yaml.SequenceNode || len(argument.Content) != 2 {
		return t.unknown(n, "Fn::Join takes a separator and a list.")
	}
	var parts []string
	list := t.value(argument.Content[1], depth+1)
	for _, item := range list.Items() {
		if item.Kind != resource.Text {
			return t.unknown(n, "A part of it isn't known before the template is deployed.")
		}
		parts = append(parts, item.Text)
	}
	return resource.Of(resource.Text, strings.Join(parts, argument.Content[0].Value), t.source, t.text.At(n))
}

// find looks a value up in the template's Mappings.
func (t *template) find(n, argument *yaml.Node, depth int) resource.Value {
	if argument.Kind != yaml.SequenceNode || len(argument.Content) < 3 {
		return t.unknown(n, "Fn::FindInMap takes a map and two keys.")
	}
	at := t.mappings
	for _, key := range argument.Content[:3] {
		v := t.value(key, depth+1)
		if v.Kind != resource.Text {
			return t.unknown(n, "The key %s isn't known before the template is deployed.", v.Text)
		}
		if at = yamltext.Member(at, v.Text); at == nil {
			return t.unknown(n, "Mappings have no %q.", v.Text)
		}
	}
	return t.value(at, depth+1)
}
