package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/alertplan/alertplan/internal/driftjob"
	"github.com/alertplan/alertplan/internal/view"
)

// keptMemory is the file of --notify-state. It holds names, addresses and digests of
// what is masked, no values.
type keptMemory struct {
	FormatVersion string          `json:"format_version"`
	Memory        driftjob.Memory `json:"memory"`
}

// remember reads what was told in the runs before.
func (t *teller) remember() error {
	path := t.options.stateFile
	if path == "" {
		return nil
	}
	text, err := os.ReadFile(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return t.keep() // it can be written, then
	case err != nil:
		return fmt.Errorf("--notify-state: %w", err)
	case len(text) == 0:
		return nil
	}
	var kept keptMemory
	if json.Unmarshal(text, &kept) != nil || kept.FormatVersion != view.FormatVersion {
		return fmt.Errorf("--notify-state: %s is no file that this version of drift has written. Name another one, or delete it: then news are told as if there had been none", path)
	}
	t.memory, t.kept = kept.Memory, string(text)
	return nil
}

// keep writes what was told, where it is another thing than before: whole, or not at
// all.
func (t *teller) keep() error {
	path := t.options.stateFile
	if path == "" {
		return nil
	}
	text, err := json.MarshalIndent(keptMemory{FormatVersion: view.FormatVersion, Memory: t.memory}, "", "  ")
	text = append(text, '\n')
	if err != nil || string(text) == t.kept {
		return err
	}
	if err := replaceFile(path, text); err != nil {
		return fmt.Errorf("what was told can't be kept (--notify-state): %w", err)
	}
	t.kept = string(text)
	return nil
}

// tellOnce tells news of a look that is the only one of this run. Without a file of what
// was told before, that is drift, and a look that failed. The error is printed already,
// and says that somebody was not told.
func (o *notifyOptions) tellOnce(ctx context.Context, look *driftLook, report *view.DriftReport, failed error) error {
	if !o.wanted() || ctx.Err() != nil {
		return nil
	}
	t, err := look.app.newTeller(o)
	if err == nil {
		if o.stateFile == "" && o.failures > 0 && !o.failuresSet {
			o.failures = 1
		}
		found := look.cameTo(report, failed)
		_, err = t.take(ctx, driftjob.Run{Look: found, Begun: look.app.clock.Now()}, look)
		err = errors.Join(err, t.notKept)
	}
	if err == nil {
		return nil
	}
	look.app.messages.Error(fmt.Errorf("the news could not be told: %w", err))
	return exit(view.Failed)
}
