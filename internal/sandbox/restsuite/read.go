package restsuite

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/alertplan/alertplan/internal/orderedjson"
)

// step is one line of a case: a request, or an assertion.
type step struct {
	name     string
	argument any
	line     int
}

// api is how a call by name is sent.
type api struct {
	URL struct {
		Paths []struct {
			Path    string   `json:"path"`
			Methods []string `json:"methods"`
		} `json:"paths"`
	} `json:"url"`
}

// Read reads the suite: api/*.json, and the files of those folders below test.
func Read(files fs.FS, folders ...string) (*Suite, error) {
	s := &Suite{apis: map[string]api{}}
	names, err := fs.Glob(files, "rest-api-spec/api/*.json")
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		if path.Base(name) == "_common.json" { // parameters that all calls take
			continue
		}
		if err := s.readAPI(files, name); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	for _, folder := range folders {
		names, err := fs.Glob(files, "rest-api-spec/test/"+folder+"/*.yml")
		if err != nil {
			return nil, err
		}
		for _, name := range names {
			f, err := readFile(files, name)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", name, err)
			}
			f.Name = path.Join(folder, path.Base(name))
			s.Files = append(s.Files, f)
		}
	}
	if len(s.apis) == 0 || len(s.Files) == 0 {
		return nil, errors.New("this is not OpenSearch's rest-api-spec: there is no rest-api-spec/api or no test in it")
	}
	return s, nil
}

func (s *Suite) readAPI(files fs.FS, name string) error {
	text, err := fs.ReadFile(files, name)
	if err != nil {
		return err
	}
	var described map[string]json.RawMessage
	if err := json.Unmarshal(text, &described); err != nil {
		return err
	}
	for key, raw := range described {
		var a api
		if err := json.Unmarshal(raw, &a); err != nil {
			return err
		}
		if len(a.URL.Paths) > 0 {
			s.apis[key] = a
		}
	}
	return nil
}

func readFile(files fs.FS, name string) (File, error) {
	text, err := fs.ReadFile(files, name)
	if err != nil {
		return File{}, err
	}
	var f File
	for d := yaml.NewDecoder(bytes.NewReader(text)); ; {
		var document yaml.Node
		if err := d.Decode(&document); errors.Is(err, io.EOF) {
			return f, nil
		} else if err != nil {
			return File{}, err
		}
		if len(document.Content) == 0 || document.Content[0].Kind != yaml.MappingNode {
			continue
		}
		members := document.Content[0].Content
		for pair := range slices.Chunk(members, 2) {
			steps, err := readSteps(pair[1])
			if err != nil {
				return File{}, err
			}
			switch pair[0].Value {
			case "setup":
				f.setup = steps
			case "teardown":
				f.teardown = steps
			default:
				f.Cases = append(f.Cases, Case{Name: pair[0].Value, steps: steps})
			}
		}
	}
}

func readSteps(list *yaml.Node) ([]step, error) {
	var out []step
	for _, node := range list.Content {
		if node.Kind != yaml.MappingNode {
			return nil, fmt.Errorf("line %d is no step", node.Line)
		}
		for pair := range slices.Chunk(node.Content, 2) {
			argument, err := toJSON(pair[1])
			if err != nil {
				return nil, err
			}
			out = append(out, step{pair[0].Value, argument, pair[0].Line})
		}
	}
	return out, nil
}

// toJSON turns YAML into JSON values with the order of keys.
func toJSON(node *yaml.Node) (any, error) {
	switch node.Kind {
	case yaml.AliasNode:
		return toJSON(node.Alias)
	case yaml.SequenceNode:
		list := make([]any, 0, len(node.Content))
		for _, n := range node.Content {
			v, err := toJSON(n)
			if err != nil {
				return nil, err
			}
			list = append(list, v)
		}
		return list, nil
	case yaml.MappingNode:
		o := orderedjson.NewObject()
		for pair := range slices.Chunk(node.Content, 2) {
			v, err := toJSON(pair[1])
			if err != nil {
				return nil, err
			}
			o.Set(pair[0].Value, v)
		}
		return o, nil
	}
	return scalar(node)
}

func scalar(node *yaml.Node) (any, error) {
	switch node.Tag {
	case "!!null":
		return nil, nil
	case "!!bool":
		var b bool
		err := node.Decode(&b)
		return b, err
	case "!!int", "!!float":
		if json.Valid([]byte(node.Value)) {
			return json.Number(node.Value), nil
		}
		var f float64
		if err := node.Decode(&f); err != nil {
			return nil, err
		}
		text, err := json.Marshal(f)
		return json.Number(text), err
	}
	return strings.ToValidUTF8(node.Value, "�"), nil
}
