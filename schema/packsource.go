package schema

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/zclconf/go-cty/cty"
)

// packDir finds the directory that a pack block names; false where it can't be used,
// which has been told.
func (l *loader) packDir(p *packBlock) (string, bool) {
	source, ok := l.packSource(p)
	if !ok {
		return "", false
	}
	dir := filepath.FromSlash(source)
	if !filepath.IsAbs(dir) {
		dir = filepath.Join(l.dir, dir)
	}
	if !l.mayRead(p, source) {
		return "", false
	}
	if info, err := os.Stat(dir); err != nil {
		p.missing(dir, err)
		return "", false
	} else if !info.IsDir() {
		l.report("missing-pack", p.source(), "%s is a file. Name the folder that holds the pack's *.hcl files.", dir)
		return "", false
	}
	return dir, l.isNoCycle(p, dir)
}

// packSource reads the argument source: a text as it stands.
func (l *loader) packSource(p *packBlock) (string, bool) {
	at := p.argument("source")
	attribute, ok := p.attributes["source"]
	if !ok {
		if near := nearest("source", keysOf(p.attributes)); near != "" {
			at = place{p.attributes[near].NameRange, at.context}
		}
		l.report("invalid-source", at, "A pack needs source: the folder that holds its *.hcl files, such as source = \"./packs/%s\".", p.at.Label())
		return "", false
	}
	if len(attribute.Expr.Variables()) > 0 {
		l.report("invalid-source", at, "source must be a text as it stands, without references: which files there are must be known before any value is. Write the folder's name.")
		return "", false
	}
	v, diags := attribute.Expr.Value(nil)
	if diags.HasErrors() || v.IsNull() || !v.IsKnown() || v.Type() != cty.String {
		l.report("invalid-source", at, "source must be a text as it stands, such as \"./packs/%s\".", p.at.Label())
		return "", false
	}
	source := v.AsString()
	if isLocalSource(source) {
		return source, true
	}
	l.report("invalid-source", at, "%s", l.notLocal(source))
	return "", false
}

// isLocalSource tells whether a source names a folder, as Terraform tells it.
func isLocalSource(source string) bool {
	slashed := filepath.ToSlash(source)
	return slashed == "." || slashed == ".." || strings.HasPrefix(slashed, "./") || strings.HasPrefix(slashed, "../") || filepath.IsAbs(source)
}

// notLocal says why a source is none, and what is.
func (l *loader) notLocal(source string) string {
	if strings.TrimSpace(source) == "" {
		return "source is empty. Name the folder that holds the pack's *.hcl files, beginning with ./ or ../."
	}
	if info, err := os.Stat(filepath.Join(l.dir, filepath.FromSlash(source))); err == nil && info.IsDir() && filepath.IsLocal(filepath.FromSlash(source)) {
		return fmt.Sprintf("The name of a folder begins with ./ or ../. Did you mean %q?", "./"+source)
	}
	return fmt.Sprintf("%q is no folder on this machine: packs are not fetched from anywhere, so that a configuration is what lies in its files. Put the pack into a folder beside the configuration (a copy, or a submodule of git), and name that, beginning with ./ or ../.", source)
}

// mayRead tells whether files of the directory may be read: git's own never, and with
// --no-secrets none that lie outside of the repository, or are reached by links.
func (l *loader) mayRead(p *packBlock, source string) bool {
	from, err := realPath(l.dir)
	if err != nil {
		return true // told by who reads it
	}
	lexical := filepath.FromSlash(source)
	if !filepath.IsAbs(lexical) {
		lexical = filepath.Join(from, lexical)
	}
	real, err := realPath(lexical)
	if err != nil {
		real = lexical // who reads it tells, if it may be looked for
	}
	if slices.ContainsFunc(strings.Split(filepath.ToSlash(real), "/"), func(folder string) bool { return strings.EqualFold(folder, ".git") }) {
		l.report("outside-file", p.source(), "%s lies in git's own folder, which may hold credentials, and can be no pack.", source)
		return false
	}
	if !l.options.Confined {
		return true
	}
	root, err := realPath(l.config.Dir)
	boundary := root
	if err == nil && l.options.Repository != "" {
		boundary, err = realPath(l.options.Repository)
	}
	switch {
	case !isWithin(boundary, lexical):
		l.report("outside-file", p.source(), "The folder %s lies outside of the repository, or, where there is none, of the configuration's directory. With --no-secrets nothing is read there.", source)
	case err != nil || real != lexical:
		l.report("outside-file", p.source(), "The folder %s is reached by a link, or by a whole path. With --no-secrets name the folder itself, seen from this file.", source)
	case isWithin(real, root):
		l.report("outside-file", p.source(), "The folder %s holds the configuration itself. With --no-secrets a pack lies beside the configuration, or below.", source)
	default:
		return true
	}
	return false
}

func realPath(path string) (string, error) {
	whole, err := filepath.Abs(path)
	if err != nil {
		return "", err
	}
	return filepath.EvalSymlinks(whole)
}

func isWithin(root, path string) bool {
	relative, err := filepath.Rel(root, path)
	return err == nil && relative != ".." && !strings.HasPrefix(relative, ".."+string(filepath.Separator))
}

// isNoCycle tells of a directory for which this one is read itself.
func (l *loader) isNoCycle(p *packBlock, dir string) bool {
	info, err := os.Stat(dir)
	if err != nil {
		return true
	}
	var chain []string
	for user := l; user != nil; user = user.user() {
		chain = append([]string{folderName(user.dir)}, chain...)
		if same, err := os.Stat(user.dir); err == nil && os.SameFile(info, same) {
			l.report("pack-cycle", p.source(), "%s would hold itself: %s uses %s. Take one of these pack blocks out.", p.at, strings.Join(chain, " uses "), folderName(dir))
			return false
		}
	}
	return true
}

// user is who reads this directory for a pack block; nil for the configuration itself.
func (l *loader) user() *loader {
	if l.pack == nil {
		return nil
	}
	return l.pack.user
}

func folderName(dir string) string {
	if dir == "." {
		return "the configuration"
	}
	return filepath.ToSlash(dir)
}

// otherFolder is the folder that was meant, where one beside it has a like name.
func (p *packBlock) otherFolder(dir string) string {
	entries, err := os.ReadDir(filepath.Dir(dir))
	if err != nil || p.user.options.Confined {
		return ""
	}
	var names []string
	for _, entry := range entries {
		if entry.IsDir() {
			names = append(names, entry.Name())
		}
	}
	return didYouMean(filepath.Base(dir), names)
}
