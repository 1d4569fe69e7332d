package rest

import (
	"encoding/json"
	"net/http"
	"strings"
	"unicode/utf8"

	"gopkg.in/yaml.v3"

	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/sandbox/jackson"
)

// parseYAML reads a YAML body into JSON values, keys in order.
func parseYAML(raw []byte) (jackson.Document, error) {
	var root yaml.Node
	if err := yaml.Unmarshal(raw, &root); err != nil {
		return jackson.Document{}, Errorf(http.StatusBadRequest, "marked_y_a_m_l_exception", "%s", err.Error())
	}
	if len(root.Content) == 0 {
		return jackson.Document{}, Errorf(http.StatusBadRequest, "parse_exception", "request body is required")
	}
	v, err := yamlValue(root.Content[0], 0)
	if err != nil {
		return jackson.Document{}, err
	}
	return jackson.Document{Value: v, Start: jackson.Place{Line: root.Content[0].Line, Column: root.Content[0].Column}, End: len(raw)}, nil
}

// maxYAMLDepth bounds what is nested.
const maxYAMLDepth = 1000

func yamlValue(n *yaml.Node, depth int) (any, error) {
	if depth > maxYAMLDepth {
		return nil, Errorf(http.StatusBadRequest, "marked_y_a_m_l_exception", "nested too deep")
	}
	switch n.Kind {
	case yaml.AliasNode:
		// The server's parser tells an alias as a text, its anchor's name, and resolves
		// nothing (asked of 2.19.4): no body grows by aliases of aliases.
		return n.Value, nil
	case yaml.SequenceNode:
		list := []any{}
		for _, c := range n.Content {
			v, err := yamlValue(c, depth+1)
			if err != nil {
				return nil, err
			}
			list = append(list, v)
		}
		return list, nil
	case yaml.MappingNode:
		o := &orderedjson.Object{}
		for i := 0; i+1 < len(n.Content); i += 2 {
			key := n.Content[i].Value
			if o.Has(key) {
				return nil, Errorf(http.StatusBadRequest, "json_parse_exception", "Duplicate field '%s'", key)
			}
			v, err := yamlValue(n.Content[i+1], depth+1)
			if err != nil {
				return nil, err
			}
			o.Set(key, v)
		}
		return o, nil
	}
	return yamlScalar(n), nil
}

func yamlScalar(n *yaml.Node) any {
	switch n.ShortTag() {
	case "!!null":
		return nil
	case "!!bool":
		return strings.EqualFold(n.Value, "true")
	case "!!int", "!!float":
		if d, err := jackson.ParseFirst([]byte(n.Value)); err == nil && d.End == len(n.Value) {
			if number, ok := d.Value.(json.Number); ok {
				return number
			}
		}
	}
	return n.Value
}

// marshalYAML writes a value as the server's generator does: a document mark,
// strings in double quotes, list items at the depth of their key.
func marshalYAML(v any) ([]byte, error) {
	w := &yamlWriter{}
	w.WriteString("---")
	err := w.value(v, 0)
	return []byte(w.String()), err
}

type yamlWriter struct{ strings.Builder }

// value writes what follows a key, a dash or the document mark.
func (w *yamlWriter) value(v any, depth int) error {
	switch v := v.(type) {
	case *orderedjson.Object:
		if v.Len() == 0 {
			w.WriteString(" {}\n")
			return nil
		}
		w.WriteString("\n")
		return w.members(v, depth)
	case []any:
		if len(v) == 0 {
			w.WriteString(" []\n")
			return nil
		}
		w.WriteString("\n")
		return w.items(v, max(depth-1, 0))
	case string:
		w.WriteString(" ")
		w.text(v, depth)
		w.WriteString("\n")
	case json.Number:
		w.WriteString(" " + v.String() + "\n")
	case nil:
		w.WriteString(" null\n")
	default:
		text, err := scalar(v)
		if err != nil {
			return err
		}
		w.WriteString(" " + text + "\n")
	}
	return nil
}

// yamlWidth is how long a line gets before a text is broken at a space.
const yamlWidth = 80

// text writes a text as SnakeYAML does: a long one goes on in the next line, deeper,
// with a backslash where the line ends and where the next begins with a space.
func (w *yamlWriter) text(v string, depth int) {
	signs := []rune(v)
	column := utf8.RuneCountInString(w.String()[strings.LastIndexByte(w.String(), '\n')+1:]) + 1
	w.WriteByte('"')
	for i, c := range signs {
		escaped := quote(string(c))
		escaped = escaped[1 : len(escaped)-1]
		special := escaped != string(c) || c > '~'
		if special {
			w.WriteString(escaped)
			column += len([]rune(escaped))
		}
		if (c == ' ' || special) && i > 0 && i < len(signs)-1 && column > yamlWidth {
			w.WriteString("\\\n")
			w.indent(depth)
			column = 2 * depth
			if next := signs[i:]; special && next[1] == ' ' || c == ' ' {
				w.WriteByte('\\')
				column++
			}
		}
		if !special {
			w.WriteRune(c)
			column++
		}
	}
	w.WriteByte('"')
}

func (w *yamlWriter) members(o *orderedjson.Object, depth int) error {
	for _, m := range o.Members() {
		w.indent(depth)
		if err := w.member(m, depth); err != nil {
			return err
		}
	}
	return nil
}

func (w *yamlWriter) member(m orderedjson.Member, depth int) error {
	w.WriteString(yamlKey(m.Key) + ":")
	return w.value(m.Value, depth+1)
}

func (w *yamlWriter) items(list []any, depth int) error {
	for _, x := range list {
		w.indent(depth)
		w.WriteString("-")
		o, ok := x.(*orderedjson.Object)
		if !ok || o.Len() == 0 {
			if err := w.value(x, depth+1); err != nil {
				return err
			}
			continue
		}
		for i, m := range o.Members() {
			if i == 0 {
				w.WriteString(" ")
			} else {
				w.indent(depth + 1)
			}
			if err := w.member(m, depth+1); err != nil {
				return err
			}
		}
	}
	return nil
}

func (w *yamlWriter) indent(depth int) {
	for range depth {
		w.WriteString("  ")
	}
}

// yamlKey leaves plain words as they are.
func yamlKey(key string) string {
	plain := key != ""
	for i, c := range key {
		letter := c == '_' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
		plain = plain && (letter || i > 0 && strings.ContainsRune("0123456789.-/$", c))
	}
	if plain {
		return key
	}
	return quote(key)
}
