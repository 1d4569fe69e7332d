package main

import (
	"bytes"
	"encoding/json"
	"path/filepath"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/alertplan/alertplan/internal/pattern"
	"github.com/alertplan/alertplan/schema"
)

// secretLiterals lists the literals of files that may be secrets, by where they
// stand. A configuration that can be read tells its secrets itself; this is for
// one that can't, since the lines around its problems are shown. So it looks at
// tokens only, and takes what it is not sure of for a secret; in the files of
// variables all but the values of those that are declared, and are none.
func secretLiterals(files map[string]*hcl.File, varFiles []string, declared []schema.Variable) []string {
	public := map[string]bool{}
	for _, v := range declared {
		public[v.Name] = !v.Sensitive
	}
	sensitive, inputsKnown := sensitiveIn(files)
	var found []string
	for name, file := range files {
		if file == nil {
			continue
		}
		if strings.HasSuffix(name, ".json") {
			found = append(found, jsonTexts(file.Bytes)...)
			continue
		}
		r := &literalReader{inputs: sensitive, inputsKnown: inputsKnown}
		if slices.Contains(varFiles, name) {
			r.public = public
		}
		r.read(file.Bytes)
		found = append(found, r.found...)
	}
	return found
}

// sensitiveIn are the names of variables that say that they are sensitive, in any of the
// files; whole is false where the files of packs are not among them.
func sensitiveIn(files map[string]*hcl.File) (names map[string]bool, whole bool) {
	names = map[string]bool{}
	folders := map[string]bool{}
	uses := false
	for name, file := range files {
		if file == nil || strings.HasSuffix(name, ".json") {
			continue
		}
		r := &literalReader{}
		r.read(file.Bytes)
		for _, name := range r.sensitiveNames {
			names[name] = true
		}
		folders[filepath.Dir(name)] = true
		uses = uses || r.usesPacks
	}
	return names, !uses || len(folders) > 1
}

// jsonText is a text of a file that may be no JSON; a colon behind it makes it a name.
var jsonText = pattern.New(`"(?:[^"\\\n]|\\.)*("\s*:)?`)

func jsonTexts(source []byte) []string {
	var found []string
	for _, text := range jsonText.FindAllString(string(source), -1) {
		if strings.HasSuffix(text, ":") {
			continue
		}
		found = append(found, strings.Trim(text, `"`))
		var value string
		if json.Unmarshal([]byte(text+`"`), &value) == nil || json.Unmarshal([]byte(text), &value) == nil {
			found = append(found, value)
		}
	}
	return found
}

// literalReader walks over tokens. It knows the names that it is within, from the
// block's type to the attribute's name, as in destination, headers, X-Token.
type literalReader struct {
	found  []string
	public map[string]bool // in a file of variables: those whose values are no secrets
	within []item          // of the brackets that are open
	at     item            // the one begun last
	ident  string          // the identifier just before; "" where something else was

	// The defaults of the variable that is being read are secrets once it says so.
	defaults  []string
	sensitive bool
	label     string // the variable's name

	// What a pack block gives to a variable that is sensitive is a secret; where the
	// packs' files are not known, all that is long enough.
	inputs         map[string]bool
	inputsKnown    bool
	sensitiveNames []string // of the variables of this file
	usesPacks      bool
}

// item is an attribute, a block, an element or a call.
type item struct {
	name   string
	valued bool // after its = or :
	open   hclsyntax.TokenType
}

func (r *literalReader) read(text []byte) {
	for len(text) > 0 {
		tokens, _ := hclsyntax.LexConfig(text, "", hcl.InitialPos)
		text = text[r.walk(tokens, len(text)):]
	}
}

// walk stops behind the line of a string that is not closed, of which the lexer
// takes the rest of the file for a part, and tells how far it got.
func (r *literalReader) walk(tokens hclsyntax.Tokens, size int) int {
	var literal strings.Builder // a long one is several tokens
	for _, token := range tokens {
		if token.Type == hclsyntax.TokenQuotedLit || token.Type == hclsyntax.TokenStringLit {
			literal.Write(token.Bytes)
			continue
		}
		r.literal(strings.TrimSpace(literal.String()))
		literal.Reset()
		if token.Type == hclsyntax.TokenQuotedNewline {
			r.begin()
			return token.Range.End.Byte
		}
		r.token(token)
		r.ident = ""
		if token.Type == hclsyntax.TokenIdent {
			r.ident = string(token.Bytes)
		}
	}
	return size
}

func (r *literalReader) token(token hclsyntax.Token) {
	switch token.Type {
	case hclsyntax.TokenNewline, hclsyntax.TokenComma:
		r.begin()
	case hclsyntax.TokenComment:
		if bytes.HasSuffix(token.Bytes, []byte("\n")) { // the line's end is a part of it
			r.begin()
		}
	case hclsyntax.TokenIdent:
		if r.at.name == "" {
			r.name(string(token.Bytes))
		}
	case hclsyntax.TokenEqual, hclsyntax.TokenColon:
		r.at.valued = true
	case hclsyntax.TokenOParen:
		r.within = append(r.within, r.at)
		r.at = item{name: r.ident, open: token.Type} // of a function
	case hclsyntax.TokenOBrace, hclsyntax.TokenOBrack, hclsyntax.TokenTemplateInterp, hclsyntax.TokenTemplateControl:
		r.within = append(r.within, r.at)
		r.at = item{open: token.Type}
	case hclsyntax.TokenCBrace, hclsyntax.TokenCBrack, hclsyntax.TokenCParen, hclsyntax.TokenTemplateSeqEnd:
		r.end()
	}
}

// begin ends an attribute; a line break or comma within ( or [ ends none.
func (r *literalReader) begin() {
	if r.at.open == hclsyntax.TokenOBrace || len(r.within) == 0 {
		r.at = item{open: r.at.open}
	}
}

func (r *literalReader) name(name string) {
	r.at.name = name
	if len(r.within) > 0 && r.within[len(r.within)-1].name == "variable" && name == "sensitive" {
		r.found = append(r.found, r.defaults...)
		r.sensitive = true
		r.sensitiveNames = append(r.sensitiveNames, r.label)
	}
}

func (r *literalReader) end() {
	if len(r.within) == 0 {
		return
	}
	last := len(r.within) - 1
	r.at, r.within = r.within[last], r.within[:last]
	if r.at.name == "variable" {
		r.defaults, r.sensitive = nil, false
	}
}

// alwaysSecret are literals that are secrets wherever they stand: incoming
// webhooks, and URLs with a user.
var alwaysSecret = pattern.New(`://(hooks\.|.*@)`)

func (r *literalReader) literal(text string) {
	if r.at.name == "variable" && !r.isValue() && text != "" {
		r.label = text
	}
	r.usesPacks = r.usesPacks || r.at.name == "pack"
	switch {
	case alwaysSecret.MatchString(text), r.public != nil && text != "" && !r.public[r.outermost()]:
		r.found = append(r.found, text)
	case r.names("env"), r.names("file"), r.names("templatefile"), !r.isValue():
	case r.names("destination", "url"), r.names("destination", "headers"), r.names("cluster", "password"),
		r.names("cluster", "url") && strings.Contains(text, "@"), r.names("variable", "default") && r.sensitive:
		r.found = append(r.found, text)
	case r.isSecretInput(text):
		r.found = append(r.found, text)
	case r.names("variable", "default"):
		r.defaults = append(r.defaults, text)
	}
}

// isSecretInput tells whether a literal is what a pack block gives to a variable that is,
// or may be, sensitive.
func (r *literalReader) isSecretInput(text string) bool {
	all := append(slices.Clone(r.within), r.at)
	i := slices.IndexFunc(all, func(a item) bool { return a.name == "pack" })
	if i < 0 || i+1 >= len(all) || all[i+1].name == "source" {
		return false
	}
	return r.inputs[all[i+1].name] || !r.inputsKnown && len(text) >= shortestInput
}

// shortestInput is the length from which an input of a pack that is not known is taken
// for a secret: words that are shorter would be torn out of whatever is printed.
const shortestInput = 12

// outermost is the name of the attribute at the top that is being read.
func (r *literalReader) outermost() string {
	if len(r.within) > 0 {
		return r.within[0].name
	}
	return r.at.name
}

// isValue tells whether an attribute is being given its value: a literal before
// is a label, or a key.
func (r *literalReader) isValue() bool {
	return r.at.valued || slices.ContainsFunc(r.within, func(i item) bool { return i.valued })
}

// names tells whether the names around follow one another somewhere: not from
// the beginning, since a bracket before may not be closed.
func (r *literalReader) names(wanted ...string) bool {
	all := append(slices.Clone(r.within), r.at)
	for i := range len(all) - len(wanted) + 1 {
		if slices.EqualFunc(all[i:i+len(wanted)], wanted, func(a item, name string) bool { return a.name == name }) {
			return true
		}
	}
	return false
}
