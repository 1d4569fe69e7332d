package schema

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

var fileChecks = []Check{
	{"unreadable-directory", "Unreadable configuration", hcl.DiagError, "The directory can't be read, or a file in it."},
	{"outside-file", "File outside of the configuration", hcl.DiagError, "With --no-secrets nothing is read that lies elsewhere: a link may lead to a file that holds secrets."},
	{"no-files", "Empty configuration", hcl.DiagError, "There is no *.hcl file in the directory, or only tests (*.test.hcl)."},
	{"no-text", "Invalid text encoding", hcl.DiagError, "A file is not UTF-8."},
	{"nested-too-deep", "Nesting too deep", hcl.DiagError, "Brackets, or the values of a body, are nested deeper than servers take a body (3.5 refuses more than 1,000, a 2.19 node may stop saving)."},
	{"template-directive", "Invalid template directive", hcl.DiagError, "In a text %{ begins a directive of HCL; before a Mustache tag that is hardly meant."},
	{"duplicate-key", "Duplicate object key", hcl.DiagError, "Of two equal keys in an object HCL keeps the last without a word: a clause of the query would be dropped."},
}

// readDirectory parses the files of the directory: all *.hcl but hidden ones.
// Tests alone are no configuration.
func (l *loader) readDirectory() {
	if l.options.Confined && l.pack == nil && isLinked(l.dir) {
		l.report("outside-file", place{}, "The directory %s is reached by a link. With --no-secrets name the directory itself.", l.dir)
		return
	}
	entries, err := os.ReadDir(l.dir)
	added := l.addedFiles()
	if err != nil && len(added) == 0 {
		l.unreadable(err)
		return
	}
	var names []string
	for _, e := range entries {
		if isConfiguration(e.Name()) && !e.IsDir() {
			names = append(names, e.Name())
		}
	}
	for _, name := range added {
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	if !slices.ContainsFunc(names, func(name string) bool { return !strings.HasSuffix(name, ".test.hcl") }) {
		if l.pack != nil {
			l.pack.user.report("missing-pack", l.pack.source(), "There is no *.hcl file in %s%s. Name the folder that holds the pack's.", l.dir, butTests(names))
			return
		}
		l.report("no-files", place{}, "There is no *.hcl file in %s%s. Name the directory that holds the configuration.", inWords(l.dir), butTests(names))
		return
	}
	slices.Sort(names)
	for _, name := range names {
		path := filepath.Join(l.dir, name)
		if before, again := l.config.Files[path]; again { // for another pack block
			l.files[path] = before
			continue
		}
		if info, err := os.Stat(path); err == nil && !info.Mode().IsRegular() {
			l.report("unreadable-directory", place{}, "The file %s is no regular file. Take it out of the directory.", path)
			continue
		}
		if info, err := os.Lstat(path); l.options.Confined && (err != nil || !info.Mode().IsRegular()) {
			l.report("outside-file", place{}, "The file %s is a link. With --no-secrets write the file itself.", path)
			continue
		}
		source, given := l.options.Sources[path]
		var err error
		if !given {
			source, err = os.ReadFile(path)
		}
		if err != nil {
			l.report("unreadable-directory", place{}, "The file %s can't be read: %s.", path, reason(err))
			continue
		}
		l.parse(path, source)
	}
}

// unreadable tells that the directory can't be read, where somebody asked for it.
func (l *loader) unreadable(err error) {
	if l.pack != nil {
		l.pack.missing(l.dir, err)
		return
	}
	l.report("unreadable-directory", place{}, "The directory %s can't be read: %s. Name the directory that holds the *.hcl files.", l.dir, reason(err))
}

// addedFiles are the files of the directory that are given as sources, be they there or
// not.
func (l *loader) addedFiles() []string {
	var names []string
	for path := range l.options.Sources {
		if name := filepath.Base(path); filepath.Join(l.dir, name) == filepath.Clean(path) && isConfiguration(name) {
			names = append(names, name)
		}
	}
	return names
}

// isLinked tells whether a link stands in a relative path. An absolute one comes from
// whoever runs the command. What can't be told is taken for a link.
func isLinked(path string) bool {
	if filepath.IsAbs(path) {
		return false
	}
	here, err := os.Getwd()
	if err == nil {
		here, err = filepath.EvalSymlinks(here)
	}
	if err != nil {
		return true
	}
	real, err := filepath.EvalSymlinks(filepath.Join(here, path))
	return err == nil && real != filepath.Join(here, path)
}

func butTests(names []string) string {
	if len(names) > 0 {
		return " but tests"
	}
	return ""
}

func isConfiguration(name string) bool {
	return strings.HasSuffix(name, ".hcl") && !strings.HasPrefix(name, ".")
}

// reason is an error of the file system without the path, which is told apart.
func reason(err error) string {
	text := err.Error()
	return text[strings.LastIndex(text, ": ")+1:][min(1, strings.LastIndex(text, ": ")+1):]
}

func (l *loader) parse(name string, source []byte) {
	l.config.Files[name] = &hcl.File{Bytes: source}
	l.files[name] = l.config.Files[name]
	if !utf8.Valid(source) {
		l.report("no-text", place{subject: hcl.Range{Filename: name, Start: hcl.InitialPos, End: hcl.InitialPos}}, "The file %s is not UTF-8. Save it in that encoding.", name)
		l.unparsed = true
		return
	}
	if at, deep := tooDeep(name, source); deep {
		l.unparsed = true
		l.report("nested-too-deep", place{subject: at}, "Brackets are nested more than %d deep here. No server takes a search body that deep; make it flatter.", deepest)
		return
	}
	file, diags := hclsyntax.ParseConfig(source, name, hcl.InitialPos)
	l.adoptSyntax(diags, source)
	l.unparsed = l.unparsed || diags.HasErrors()
	if file == nil || diags.HasErrors() {
		return
	}
	l.config.Files[name], l.files[name] = file, file
	l.noteBlocks(file.Body.(*hclsyntax.Body))
	l.checkDuplicateKeys(file)
}

// adoptSyntax takes the parser's diagnostics over; a directive that is none is
// told as what it mostly is, a percent sign before a Mustache tag.
func (l *loader) adoptSyntax(diags hcl.Diagnostics, source []byte) {
	for _, d := range diags {
		if d.Subject == nil || !strings.HasPrefix(d.Summary, "Invalid template directive") && !strings.HasPrefix(d.Summary, "Invalid template control keyword") {
			d.Extra = checkName("invalid-syntax")
			l.adopt(hcl.Diagnostics{d}, hcl.Range{})
			continue
		}
		at := *d.Subject
		if begin := strings.LastIndex(string(source[:at.Start.Byte]), "%{"); begin >= 0 && !strings.Contains(string(source[begin:at.Start.Byte]), "\n") {
			at.Start.Column -= at.Start.Byte - begin
			at.Start.Byte = begin
		}
		l.report("template-directive", place{subject: at}, "In a text %%{ begins a directive of HCL, such as %%{ if … }. For the characters themselves, before a Mustache tag for instance, write %%%%{.")
	}
}

// deepest is how deep brackets may be nested: the parser and what follows it
// recurse.
const deepest = 500

func tooDeep(name string, source []byte) (hcl.Range, bool) {
	if !manyBrackets(source) {
		return hcl.Range{}, false
	}
	tokens, _ := hclsyntax.LexConfig(source, name, hcl.InitialPos)
	depth := 0
	for _, t := range tokens {
		switch t.Type {
		case hclsyntax.TokenOBrace, hclsyntax.TokenOBrack, hclsyntax.TokenOParen, hclsyntax.TokenTemplateInterp, hclsyntax.TokenTemplateControl:
			depth++
		case hclsyntax.TokenCBrace, hclsyntax.TokenCBrack, hclsyntax.TokenCParen, hclsyntax.TokenTemplateSeqEnd:
			depth--
		}
		if depth > deepest {
			return t.Range, true
		}
	}
	return hcl.Range{}, false
}

// manyBrackets tells whether there can be too deep nesting at all: brackets are
// counted from one line that closes a block to the next.
func manyBrackets(source []byte) bool {
	open := 0
	for i, c := range source {
		switch {
		case c == '{' || c == '[' || c == '(':
			open++
		case c == '}' && (i == 0 || source[i-1] == '\n'):
			open = 0
		}
		if open > deepest {
			return true
		}
	}
	return false
}

// checkDuplicateKeys looks at the syntax of all object literals, since nothing
// of a dropped key is left in a value.
func (l *loader) checkDuplicateKeys(file *hcl.File) {
	_ = hclsyntax.VisitAll(file.Body.(*hclsyntax.Body), func(n hclsyntax.Node) hcl.Diagnostics {
		object, ok := n.(*hclsyntax.ObjectConsExpr)
		if !ok {
			return nil
		}
		first := map[string]hcl.Range{}
		for _, item := range object.Items {
			key, known := literalKey(item.KeyExpr)
			if !known {
				continue
			}
			if before, twice := first[key]; twice {
				l.report("duplicate-key", place{item.KeyExpr.Range(), object.Range()},
					"The key %q stands in this object already, in line %d; only the last would count. For two clauses of one kind make a list of two objects.", key, before.Start.Line)
				continue
			}
			first[key] = item.KeyExpr.Range()
		}
		return nil
	})
}

// literalKey is an object's key that can be told without evaluating anything.
func literalKey(e hclsyntax.Expression) (string, bool) {
	if word := hcl.ExprAsKeyword(e); word != "" {
		return word, true
	}
	v, diags := e.Value(nil)
	if diags.HasErrors() || !v.IsKnown() || v.IsNull() {
		return "", false
	}
	return keyText(v)
}

// inWords names a directory within a sentence: a dot would end it.
func inWords(dir string) string {
	if dir == "." {
		return "this directory"
	}
	return dir
}
