package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/spf13/cobra"

	"github.com/alertplan/alertplan/internal/view"
	"github.com/alertplan/alertplan/schema"
)

// reportOptions are those of commands whose result can be written in several formats:
// one on stdout, any number to files.
type reportOptions struct {
	formatOption
	files   []string
	formats []view.Format
	target  *connectionOptions // nil: no cluster is asked
	taken   []string           // files that the command reads or writes beside that; "" for none
}

// addFlags adds --format and --report with the formats that a report of this command has.
func (o *reportOptions) addFlags(c *cobra.Command, report view.Report) {
	o.formats = view.FormatsOf(report)
	c.Flags().StringVar(&o.format, "format", "human", "how to print: `FORMAT` is "+oneOfFormats(o.formats))
	c.Flags().BoolVar(&o.asJSON, "json", false, "short for --format json")
	c.Flags().StringArrayVar(&o.files, "report", nil, "write the result to a file, too: `FORMAT=FILE`; may be repeated (docs/reports.md)")
	c.RegisterFlagCompletionFunc("format", cobra.FixedCompletions(formatNames(o.formats), cobra.ShellCompDirectiveNoFileComp))
	c.RegisterFlagCompletionFunc("report", o.completeReport)
}

// human tells whether stdout is for people.
func (o *reportOptions) human() bool { return o.format == string(view.FormatHuman) && !o.asJSON }

// onStdout is the format of stdout.
func (o *reportOptions) onStdout() (view.Format, error) {
	format := view.Format(o.format)
	switch {
	case !slices.Contains(o.formats, format):
		return "", fmt.Errorf("--format takes %s, not %q.%s", oneOfFormats(o.formats), o.format, nearest(o.format, formatNames(o.formats)))
	case o.asJSON && format == view.FormatHuman:
		return view.FormatJSON, nil
	case o.asJSON && format != view.FormatJSON:
		return "", fmt.Errorf("--json is --format json, and --format says %s: one of them goes to stdout, and the other to a file, such as --report %s=FILE", format, format)
	default:
		return format, nil
	}
}

// printer prints for people: to stdout, unless that is for another format.
func (o *reportOptions) printer(a *app) *view.Printer {
	if o.human() {
		return a.human
	}
	return a.messages
}

// reported carries out a command that fills a report, and writes that in every format
// that is asked for, however the command ends. Where something can't be written, it is
// said before the work begins.
func (a *app) reported(ctx context.Context, o *reportOptions, report view.Report, work func() error) error {
	format, wrong := o.onStdout()
	files, err := o.reportFiles()
	if err = errors.Join(wrong, err); err != nil {
		return err
	}
	ended := work()
	about := report.About()
	about.Err, about.Status, about.Interrupted = causeOf(ended), statusOf(ended), ctx.Err() != nil
	about.Advice = adviceOn(about.Err)
	a.nameReport(about, o)
	var lost []error
	for _, f := range files {
		a.written = append(a.written, f.path)
		lost = append(lost, a.writeReport(f, report))
	}
	if format != view.FormatHuman {
		lost = append(lost, report.Writers()[format](a.out))
	}
	a.tellGitHub(report)
	if failed := errors.Join(lost...); failed != nil {
		a.messages.Error(failed)
		if about.Err == nil {
			return exit(view.Failed)
		}
	}
	return ended
}

// statusOf is how the process ends after an error.
func statusOf(err error) int {
	var ended exit
	switch {
	case err == nil:
		return view.Done
	case errors.As(err, &ended):
		return int(ended)
	default:
		return view.Failed
	}
}

// causeOf is the error without one that says only how the process ends.
func causeOf(err error) error {
	var ended exit
	if errors.As(err, &ended) {
		return nil
	}
	return err
}

// diagnosed tells a report what is found in the files, and where things stand in them.
func diagnosed(report view.Report) func(*schema.Config, hcl.Diagnostics) {
	about := report.About()
	return func(cfg *schema.Config, diags hcl.Diagnostics) {
		about.Diagnosed(diags, cfg.Files)
		about.CheckOf = checkOf
	}
}

func checkOf(d *hcl.Diagnostic) view.Check {
	check, _ := schema.CheckOf(d)
	return view.Check{Name: check.Name, Summary: check.Summary, Doc: check.Doc, Severity: check.Severity}
}

func formatNames(formats []view.Format) []string {
	names := make([]string, len(formats))
	for i, f := range formats {
		names[i] = string(f)
	}
	return names
}

// oneOfFormats is "human, json or junit".
func oneOfFormats(formats []view.Format) string {
	names := formatNames(formats)
	last := len(names) - 1
	if last == 0 {
		return names[0]
	}
	return strings.Join(names[:last], ", ") + " or " + names[last]
}
