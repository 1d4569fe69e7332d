package view

import "github.com/alertplan/alertplan/schema/grammar"

// LanguageJSON is blocks of the language, for editors.
type LanguageJSON struct {
	FormatVersion string      `json:"format_version"`
	Blocks        []BlockJSON `json:"blocks"` // those asked for and all within; one with one argument where an argument was asked for
}

// BlockJSON is a kind of block.
type BlockJSON struct {
	Path      string         `json:"path"`   // the names of the blocks around and its own, joined by dots; empty for a file
	Labels    []string       `json:"labels"` // the names of the texts behind the block's name
	Kind      string         `json:"kind"`   // the first label that this is of; empty where it is of all
	Count     string         `json:"count"`  // how often it may stand; empty for a file
	Doc       string         `json:"doc"`    // in Markdown
	Arguments []ArgumentJSON `json:"arguments"`
	Blocks    []string       `json:"blocks"` // paths of the blocks that may stand within
}

// ArgumentJSON is an argument of a block.
type ArgumentJSON struct {
	Name     string   `json:"name"`
	Type     string   `json:"type"`
	Required bool     `json:"required"`
	Default  string   `json:"default"` // in words; empty where nothing holds without it
	Values   []string `json:"values"`  // all that it can be; empty where it is free
	Secret   bool     `json:"secret"`
	Doc      string   `json:"doc"`     // in Markdown
	Example  string   `json:"example"` // a value as it is written
}

// NewLanguageJSON is a place of the language with all that is within.
func NewLanguageJSON(e grammar.Entry) LanguageJSON {
	out := LanguageJSON{FormatVersion: FormatVersion, Blocks: []BlockJSON{}}
	if e.Argument != nil {
		only := *e.Block
		only.Arguments, only.Blocks = []grammar.Argument{*e.Argument}, nil
		out.Blocks = append(out.Blocks, blockJSON(e.Path[:max(0, len(e.Path)-len(e.Argument.Name)-1)], &only))
		return out
	}
	e.Block.Visit(func(path string, b *grammar.Block) {
		out.Blocks = append(out.Blocks, blockJSON(joined(e.Path, path), b))
	})
	return out
}

func blockJSON(path string, b *grammar.Block) BlockJSON {
	out := BlockJSON{
		Path: path, Labels: append([]string{}, b.Labels...), Kind: b.Kind, Count: string(b.Count), Doc: b.Doc,
		Arguments: []ArgumentJSON{}, Blocks: []string{},
	}
	for _, a := range b.Arguments {
		out.Arguments = append(out.Arguments, ArgumentJSON{
			Name: a.Name, Type: string(a.Type), Required: a.Required, Default: a.Default,
			Values: append([]string{}, a.Values...), Secret: a.Secret, Doc: a.Doc, Example: a.Value(),
		})
	}
	for _, inner := range b.Blocks {
		out.Blocks = append(out.Blocks, joined(path, inner.Title()))
	}
	return out
}

func joined(path, name string) string {
	if path == "" || name == "" {
		return path + name
	}
	return path + "." + name
}
