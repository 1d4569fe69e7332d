package view

import (
	"io"

	"github.com/hashicorp/hcl/v2"
)

// Commented are reports that have a Markdown form.
type Commented interface {
	Report

	// Markdown is the report as a comment of at most so many bytes; 0 means CommentLimit.
	Markdown(limit int) string
}

// comment is what a report's comment says of its command.
func (c *Command) comment(limit int) Comment {
	return Comment{Command: c.Name, Workspace: c.Workspace, Cluster: c.Cluster, Dir: c.Dir, Limit: limit, Mask: c.Mask, Files: c.Files}
}

// ended is the comment of a command that did not come to a result: of what is wrong in
// the files, or of the error. It is "" for one that has a result.
func (c *Command) ended(limit int) string {
	switch err := c.cause(); {
	case err != nil:
		return c.comment(limit).Failed(err.Error(), c.Advice)
	case c.Diagnostics.HasErrors():
		return c.comment(limit).Invalid(c.Diagnostics, c.checkName)
	case c.Interrupted:
		return c.comment(limit).Failed("It was interrupted.", nil)
	default:
		return ""
	}
}

func (c *Command) checkName(d *hcl.Diagnostic) string { return c.checkOf(d).Name }

// Markdown is the plan as a comment.
func (r *PlanReport) Markdown(limit int) string {
	if r.Plan == nil {
		return r.ended(limit)
	}
	return r.comment(limit).Plan(r.Plan)
}

func (r *PlanReport) markdown(out io.Writer) error { return writeText(out, r.Markdown(0)) }

// Markdown is the drift as a comment.
func (r *DriftReport) Markdown(limit int) string {
	if r.Drift == nil {
		return r.ended(limit)
	}
	return r.comment(limit).Drift(r.Drift)
}

func (r *DriftReport) markdown(out io.Writer) error { return writeText(out, r.Markdown(0)) }

// Markdown are the diagnostics as a comment.
func (r *ValidateReport) Markdown(limit int) string {
	if r.cause() != nil {
		return r.ended(limit)
	}
	return r.comment(limit).Validate(r.Declared, r.Diagnostics, r.checkName)
}

func (r *ValidateReport) markdown(out io.Writer) error { return writeText(out, r.Markdown(0)) }

// Markdown is what became of the apply as a comment.
func (r *ApplyReport) Markdown(limit int) string {
	if r.Plan == nil {
		return r.ended(limit)
	}
	return r.comment(limit).Applied(r)
}

func (r *ApplyReport) markdown(out io.Writer) error { return writeText(out, r.Markdown(0)) }

func writeText(out io.Writer, text string) error {
	_, err := io.WriteString(out, text)
	return err
}
