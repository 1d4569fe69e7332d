package view

import (
	"fmt"
	"strings"
)

// mostAnnotations is how many of a level GitHub's runner takes of one step; the others
// go without a word (actions/runner, ExecutionContext).
const mostAnnotations = 10

// GitHub are annotations as commands of GitHub's runner, a line each, no more of a level
// than it takes; the last says how many more there are. pathOf is a file as the forge
// names it, "" for one that it doesn't have; mask takes out secrets.
func GitHub(list []Annotation, pathOf, mask func(string) string) []string {
	total, told := map[Level]int{}, map[Level]int{}
	for _, a := range list {
		total[a.Level]++
	}
	var lines []string
	for _, a := range list {
		told[a.Level]++
		more := total[a.Level] - mostAnnotations
		switch {
		case told[a.Level] > mostAnnotations:
			continue
		case told[a.Level] == mostAnnotations && more > 0:
			a.Message += fmt.Sprintf("\n\nThere %s %s, which GitHub does not show here: the log has them all.", pick(more, "is", "are"), plural(more, "more "+string(a.Level)))
		}
		lines = append(lines, a.command(pathOf, mask))
	}
	return lines
}

// longestAnnotation is how many characters of a message are shown.
const longestAnnotation = 4000

func (a Annotation) command(pathOf, mask func(string) string) string {
	var properties []string
	add := func(name, value string) {
		properties = append(properties, name+"="+inProperty.Replace(shortened(oneLine(mask(value)), 200)))
	}
	if path := pathOf(a.At.Filename); a.At.Filename != "" && path != "" {
		add("file", path)
		add("line", fmt.Sprint(a.At.Start.Line))
		add("endLine", fmt.Sprint(max(a.At.Start.Line, a.At.End.Line)))
		if a.At.Start.Line == a.At.End.Line { // with columns it takes a single line only
			add("col", fmt.Sprint(a.At.Start.Column))
			add("endColumn", fmt.Sprint(max(a.At.Start.Column, a.At.End.Column)))
		}
	}
	add("title", a.Title)
	message := shortened(printable(mask(strings.TrimSpace(a.Message))), longestAnnotation)
	if message == "" {
		message = oneLine(mask(a.Title))
	}
	return "::" + string(a.Level) + " " + strings.Join(properties, ",") + "::" + inMessage.Replace(message)
}

// What the runner takes for more than text, in the order in which it reads it back.
var (
	inMessage  = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	inProperty = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)
