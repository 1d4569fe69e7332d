// Package example prepares examples/console-login for a run that is watched: by
// the demo, and by the acceptance scripts. It makes a copy of the configuration
// that pages a webhook, and bodies that load CloudTrail events into indices of
// the copy's own. It is no part of alertplan, and asks no cluster itself.
package example

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// Copy says how a copy differs from the example.
type Copy struct {
	Root      string // of the project
	Workspace string
	PagerURL  string // of the webhook that takes the place of SNS and Slack
	// Chat, where it is not "", is the URL of a Slack channel that takes the place of
	// all, in place of PagerURL.
	Chat string
}

// Index is the copy's own index of a day such as 2024.08.02, or its pattern of
// all for "*".
func (c Copy) Index(day string) string { return "cwl-" + c.Workspace + "-" + day }

func (c Copy) path(elements ...string) string {
	return filepath.Join(append([]string{c.Root, "examples", "console-login"}, elements...)...)
}

// Write writes the copy's files into a directory.
func (c Copy) Write(dir string) error {
	address, block := "destination.webhook.pager", fmt.Sprintf("destination \"webhook\" \"pager\" {\n  name = \"Pager\"\n  url  = %q\n}\n", c.PagerURL)
	if c.Chat != "" {
		address, block = "destination.slack.soc", fmt.Sprintf("destination \"slack\" \"soc\" {\n  name = \"#soc\"\n  url  = %q\n}\n", c.Chat)
	}
	return errors.Join(
		c.file(dir, "main.hcl", `workspace = "console-login"`, fmt.Sprintf("workspace = %q", c.Workspace), `"cwl-*"`, fmt.Sprintf("%q", c.Index("*"))),
		c.file(dir, "monitors.hcl", "destination.sns.security", address, "destination.slack.soc", address),
		os.WriteFile(filepath.Join(dir, "destinations.hcl"), []byte(block), 0o644),
	)
}

// file copies a file with texts replaced; each must be there.
func (c Copy) file(dir, name string, oldNew ...string) error {
	text, err := os.ReadFile(c.path(name))
	if err != nil {
		return err
	}
	for i := 0; i < len(oldNew); i += 2 {
		if !bytes.Contains(text, []byte(oldNew[i])) {
			return fmt.Errorf("%s does not hold %s any more", name, oldNew[i])
		}
	}
	return os.WriteFile(filepath.Join(dir, name), []byte(strings.NewReplacer(oldNew...).Replace(string(text))), 0o644)
}

// Template is an index template for cwl-*, narrowed to the copy's own indices:
// the one of file, or the example's for "".
func (c Copy) Template(file string) ([]byte, error) {
	if file == "" {
		file = c.path("testdata", "cwl-template.json")
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	if !bytes.Contains(text, []byte(`"cwl-*"`)) {
		return nil, fmt.Errorf("%s is no template for cwl-*", file)
	}
	return bytes.ReplaceAll(text, []byte(`"cwl-*"`), fmt.Appendf(nil, "%q", c.Index("*"))), nil
}

// eventsPerBulk keeps a request of real CloudTrail events at about 2 MB.
const eventsPerBulk = 500

// Bulks are the bodies of _bulk requests that load the events of a folder's
// *.ndjson files, each into the index of its day, and how many events they hold.
// "" is the example's own folder.
func (c Copy) Bulks(folder string) (bodies [][]byte, events int, err error) {
	if folder == "" {
		folder = c.path("testdata")
	}
	files, err := filepath.Glob(filepath.Join(folder, "*.ndjson"))
	if err != nil {
		return nil, 0, err
	}
	slices.Sort(files)
	var body bytes.Buffer
	for _, file := range files {
		err := eachLine(file, func(line []byte) error {
			action, isEvent, err := c.action(line)
			if err != nil || !isEvent {
				return err
			}
			fmt.Fprintf(&body, "%s\n%s\n", action, line)
			if events++; events%eventsPerBulk == 0 {
				bodies = append(bodies, bytes.Clone(body.Bytes()))
				body.Reset()
			}
			return nil
		})
		if err != nil {
			return nil, 0, fmt.Errorf("%s: %w", file, err)
		}
	}
	if body.Len() > 0 {
		bodies = append(bodies, body.Bytes())
	}
	return bodies, events, nil
}

// action is the line of a _bulk body before an event. What has no @timestamp
// (labels of events) is no event.
func (c Copy) action(event []byte) (line []byte, isEvent bool, err error) {
	var head struct {
		Timestamp *time.Time `json:"@timestamp"`
	}
	if err := json.Unmarshal(event, &head); err != nil || head.Timestamp == nil {
		return nil, false, err
	}
	day := head.Timestamp.UTC().Format("2006.01.02")
	return fmt.Appendf(nil, `{"index":{"_index":%q}}`, c.Index(day)), true, nil
}

func eachLine(file string, do func([]byte) error) error {
	f, err := os.Open(file)
	if err != nil {
		return err
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 4<<20)
	for lines.Scan() {
		if err := do(lines.Bytes()); err != nil {
			return err
		}
	}
	return lines.Err()
}
