package view

import (
	"strings"

	"github.com/hashicorp/hcl/v2"
)

// How much a Markdown text may hold, in bytes.
const (
	// CommentLimit is below what GitHub takes as a comment: it refuses more than 65,536
	// characters, and counts them in different ways in different places. Bytes are never
	// fewer than characters or UTF-16 units.
	CommentLimit = 64_900
	// SummaryLimit is what GitHub's runner takes as the summary of one step; of a larger
	// file it uploads nothing.
	SummaryLimit = 1 << 20
)

// Comment is a Markdown text for a pull request: what it is about, and how much it may
// hold. What comes from files or from a cluster stands in it only where no renderer
// takes it for anything but text: in code spans, in fences, and escaped in HTML. So no
// name in a pull request makes a link, mentions anybody or ends a block.
type Comment struct {
	Command   string // plan, apply, drift, validate
	Workspace string // "" where it could not be read
	Cluster   string // the name of its block; "" for none
	Dir       string // of the configuration, where no workspace is known

	// Limit is how many bytes the text may have; 0 means CommentLimit.
	Limit int

	// Mask takes secrets that are known out of a text, before it is cut or escaped; nil
	// leaves all.
	Mask func(string) string

	// Files are the sources that problems point to.
	Files map[string]*hcl.File
}

// Marker is the line that a comment begins with, and that is nowhere else in it: one
// for each command, workspace and cluster, so that a job finds the comment that it
// wrote before.
func (c Comment) Marker() string {
	words := []string{"<!-- alertplan:" + markerWord(c.Command)}
	if c.Workspace != "" {
		words = append(words, "workspace="+markerWord(c.Workspace))
	} else if c.Dir != "" {
		words = append(words, "directory="+markerWord(c.Dir))
	}
	if c.Cluster != "" {
		words = append(words, "cluster="+markerWord(c.Cluster))
	}
	return strings.Join(append(words, "-->"), " ")
}

// markerWord is a text as a marker holds it: nothing in it ends a comment, and it is
// never long.
func markerWord(text string) string {
	const longestWord = 100
	word := strings.Map(func(r rune) rune {
		switch {
		case 'a' <= r && r <= 'z', 'A' <= r && r <= 'Z', '0' <= r && r <= '9', r == '-', r == '_', r == '.', r == '/':
			return r
		default:
			return '_'
		}
	}, text)
	return word[:min(len(word), longestWord)]
}

// begin is a document with what all have.
func (c Comment) begin(heading string) *document {
	d := &document{marker: c.Marker(), heading: heading, command: c.Command, limit: c.Limit}
	if d.limit <= 0 {
		d.limit = CommentLimit
	}
	where := ""
	if c.Workspace != "" {
		where = "Workspace " + c.code(c.Workspace)
	}
	if c.Cluster != "" {
		where += ", cluster " + c.code(c.Cluster)
	}
	if where != "" {
		d.say(strings.TrimPrefix(where, ", ") + ".")
	}
	return d
}

// Failed is the comment of a run that ended before there was anything to compare.
func (c Comment) Failed(err string, advice []string) string {
	d := c.begin("alertplan " + c.Command + " failed")
	d.open(c.text(strings.Join(append([]string{err}, advice...), "\n\n")))
	return d.String()
}
