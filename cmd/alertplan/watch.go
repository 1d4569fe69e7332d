package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/fsnotify/fsnotify"

	"github.com/alertplan/alertplan/internal/view"
)

// settle is how long files must be quiet before the tests run again: editors write
// a file in several steps.
const settle = 150 * time.Millisecond

// watchTests runs the tests now and after every change, until it is interrupted. A
// configuration with problems is no reason to stop.
func watchTests(ctx context.Context, a *app, o *testOptions) error {
	if err := o.check(); err != nil {
		return err
	}
	watcher, err := fsnotify.NewWatcher()
	if err != nil {
		return fmt.Errorf("files can't be watched: %w", err)
	}
	defer watcher.Close()
	for {
		if err := a.watchFolders(watcher, o.configuration); err != nil {
			return err
		}
		err := runTests(ctx, a, o)
		if causeOf(err) != nil && ctx.Err() != nil {
			return status(view.Done)
		}
		a.tell(err)
		a.out.Flush()
		a.messages.Say("\nWatching %s; Ctrl-C ends.", o.configuration.dir)
		a.err.Flush()
		if !awaitChange(ctx, watcher, a.isOutput) {
			return nil
		}
	}
}

// watchFolders watches the folders of the configuration and of the tests' events.
// Folders, since editors replace files.
func (a *app) watchFolders(watcher *fsnotify.Watcher, o configurationOptions) error {
	folders := []string{o.dir}
	for _, f := range o.varFiles {
		folders = append(folders, filepath.Dir(f))
	}
	if cfg, _, err := a.loadConfiguration(o); err == nil {
		for _, p := range cfg.Packs {
			folders = append(folders, p.Dir)
		}
		for _, t := range cfg.Tests {
			for _, s := range t.Sources {
				if s.File != "" {
					folders = append(folders, filepath.Dir(s.File))
				}
			}
		}
	}
	for _, folder := range folders {
		if slices.Contains(watcher.WatchList(), folder) {
			continue
		}
		if err := watcher.Add(folder); err != nil && folder == o.dir {
			return fmt.Errorf("%s can't be watched: %w", folder, err)
		}
	}
	return nil
}

// isOutput tells whether a file is what the command itself writes to, such as
// junit.xml in the folder that is watched.
func (a *app) isOutput(name string) bool {
	info, err := os.Stat(name)
	if err != nil {
		return false
	}
	if slices.ContainsFunc(a.written, func(path string) bool {
		own, err := os.Stat(path)
		return err == nil && os.SameFile(own, info)
	}) {
		return true
	}
	return slices.ContainsFunc(a.streams, func(stream any) bool {
		file, ok := stream.(*os.File)
		if !ok {
			return false
		}
		own, err := file.Stat()
		return err == nil && os.SameFile(own, info)
	})
}

// awaitChange waits until something has changed that the command does not write
// itself, and all is quiet again; false where it was interrupted.
func awaitChange(ctx context.Context, watcher *fsnotify.Watcher, own func(name string) bool) bool {
	var quiet <-chan time.Time
	for {
		select {
		case <-ctx.Done():
			return false
		case e, open := <-watcher.Events:
			if !open {
				return false
			}
			if e.Op != fsnotify.Chmod && !strings.HasSuffix(e.Name, "~") && !strings.HasPrefix(filepath.Base(e.Name), ".") && !own(e.Name) {
				quiet = time.After(settle)
			}
		case <-watcher.Errors: // a queue that overflowed: something has changed
			quiet = time.After(settle)
		case <-quiet:
			return true
		}
	}
}
