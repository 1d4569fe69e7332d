package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"github.com/alertplan/alertplan/internal/alertapi"
	"github.com/alertplan/alertplan/internal/orderedjson"
	"github.com/alertplan/alertplan/internal/sandbox"
	"github.com/alertplan/alertplan/internal/view"
	"github.com/alertplan/alertplan/schema"
)

type messagesOptions struct {
	connection connectionOptions
	format     formatOption
	follow     bool
}

func newMessagesCommand(a *app) *cobra.Command {
	o := &messagesOptions{}
	c := &cobra.Command{
		Use:   "messages",
		Short: "Show what a sandbox sent, or would have sent",
		Long: `Show the messages of a sandbox's actions, and those of tests of channels: when,
what they are about, where they went, what became of them, and their text. Those to
webhooks and chats were really sent; e-mails and SNS are recorded only. E-mails by a
mail server on this machine fail where nothing listens at its port. Of URLs only
scheme and host are shown.

The sandbox is the one of --url, else of ALERTPLAN_URL, else http://` + sandbox.DefaultAddress + `.
User and password come from ALERTPLAN_USERNAME and ALERTPLAN_PASSWORD.

With --format json, --follow prints one JSON object a line.

Exit status: 0 done, 1 failed.`,
		Example: `  alertplan sandbox messages
  alertplan sandbox messages --follow
  alertplan sandbox messages --json | jq -r '.messages[].message'`,
		Args: atMost(0, "no argument"),
		RunE: func(c *cobra.Command, _ []string) error { return runMessages(c.Context(), a, o) },
	}
	f := c.Flags()
	f.StringVar(&o.connection.url, "url", "", "`URL` of the sandbox")
	f.StringVar(&o.connection.caFile, "ca-file", "", "`FILE` with the PEM certificate of the authority to trust ($ALERTPLAN_CA_FILE)")
	c.MarkFlagFilename("ca-file")
	o.connection.addDebugFlag(c)
	f.BoolVarP(&o.follow, "follow", "f", false, "go on with those that follow, until it is interrupted")
	o.format.addFlags(c)
	return c
}

func runMessages(ctx context.Context, a *app, o *messagesOptions) error {
	asJSON, err := o.format.json()
	if err != nil {
		return err
	}
	if o.connection.url == "" && a.env(envURL) == "" {
		o.connection.url = "http://" + sandbox.DefaultAddress
	}
	client, err := a.connect(o.connection, &schema.Config{})
	if err != nil {
		return err
	}
	if err := client.Sandbox(ctx); err != nil {
		switch {
		case errors.Is(err, syscall.ECONNREFUSED):
			err = fmt.Errorf("there is no sandbox at %s; `alertplan sandbox` starts one: %w", client.Endpoint(), err)
		case alertapi.IsUnauthorized(err):
			err = fmt.Errorf("the sandbox asks who you are; set %s and %s: %w", envUsername, envPassword, err)
		}
		return err
	}
	r := &messageReader{app: a, client: client, out: view.NewSent(a.human), asJSON: asJSON}
	if !o.follow {
		return r.all(ctx)
	}
	return r.follow(ctx)
}

// messageReader reads a sandbox's messages on from the last one.
type messageReader struct {
	app    *app
	client *alertapi.Client
	out    *view.Sent
	asJSON bool
	last   int64
}

// page reads the messages after the last one, as many as one answer has.
func (r *messageReader) page(ctx context.Context) (messages []view.SentMessage, lost int64, err error) {
	answer, err := r.client.SandboxMessages(ctx, r.last)
	if err != nil {
		return nil, 0, err
	}
	text, err := orderedjson.Marshal(answer)
	if err != nil {
		return nil, 0, err
	}
	var page struct {
		Messages   []view.SentMessage
		Next, Lost int64
	}
	if err := json.Unmarshal(text, &page); err != nil {
		return nil, 0, fmt.Errorf("the sandbox's messages can't be read: %w", err)
	}
	r.last = page.Next
	return page.Messages, page.Lost, nil
}

// all prints what there is.
func (r *messageReader) all(ctx context.Context) error {
	var list []view.SentMessage
	for {
		messages, lost, err := r.page(ctx)
		if err != nil {
			return err
		}
		if len(messages) == 0 {
			break
		}
		list = append(list, messages...)
		if !r.asJSON {
			r.print(messages, lost)
		}
	}
	switch {
	case r.asJSON:
		return view.WriteJSON(r.app.out, view.NewSentJSON(list))
	case len(list) == 0:
		r.out.None()
	}
	return nil
}

func (r *messageReader) print(messages []view.SentMessage, lost int64) {
	if lost > 0 {
		r.out.Lost(lost)
	}
	r.out.Print(messages)
}

// nextLook is how long follow waits before it looks again.
const nextLook = 300 * time.Millisecond

// follow prints what there is and what comes, until it is interrupted.
func (r *messageReader) follow(ctx context.Context) error {
	if r.app.progress {
		r.app.messages.Say("Following %s; Ctrl-C ends.", r.client.Endpoint())
		r.app.err.Flush()
	}
	lines := json.NewEncoder(r.app.out)
	lines.SetEscapeHTML(false)
	for {
		messages, lost, err := r.page(ctx)
		switch {
		case ctx.Err() != nil:
			return nil
		case err != nil:
			return err
		case r.asJSON:
			for _, m := range messages {
				if err := lines.Encode(m); err != nil {
					return err
				}
			}
		case len(messages) > 0:
			r.print(messages, lost)
		}
		if err := r.app.out.Flush(); err != nil {
			return err
		}
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(nextLook):
		}
	}
}
