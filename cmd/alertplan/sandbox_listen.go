package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/alertplan/alertplan/internal/sandbox"
)

// envAllowRemote is the second time that a sandbox is told to listen on more than
// loopback, where flags are fixed: in containers.
const envAllowRemote = "ALERTPLAN_SANDBOX_ALLOW_REMOTE"

// sandboxListen is where the sandbox listens, and for whom.
type sandboxListen struct {
	app         *app
	address     string
	allowRemote bool
	hosts       []string
}

func (l *sandboxListen) define(c *cobra.Command) {
	flags := c.Flags()
	flags.StringVar(&l.address, "listen", sandbox.DefaultAddress, "`HOST:PORT` to listen on; port 0 takes a free one")
	flags.BoolVar(&l.allowRemote, "allow-remote", false, "listen on more than loopback, where --listen says so ($"+envAllowRemote+"=yes)")
	flags.StringArrayVar(&l.hosts, "allow-host", nil, "let requests in that are for the host `NAME`; loopback's names are let in anyway")
}

func (l *sandboxListen) apply(o *sandbox.Options) error {
	for _, name := range l.hosts {
		if name == "" || strings.ContainsAny(name, "/: ") && net.ParseIP(name) == nil {
			return fmt.Errorf("--allow-host takes the name of a host, without port and scheme, not %q", name)
		}
		o.Hosts = append(o.Hosts, strings.ToLower(name))
	}
	o.AnyHost = l.remoteAllowed()
	return nil
}

// remoteAllowed tells whether a second word was given beside --listen.
func (l *sandboxListen) remoteAllowed() bool {
	switch strings.ToLower(l.app.env(envAllowRemote)) {
	case "yes", "true", "1":
		return true
	}
	return l.allowRemote
}

// open opens the address: one that is not of loopback only when it was told
// twice, by --listen and by --allow-remote or the environment.
func (l *sandboxListen) open(ctx context.Context) (net.Listener, error) {
	listener, err := sandbox.Listen(ctx, l.address)
	var remote *sandbox.RemoteError
	switch {
	case !errors.As(err, &remote):
		return listener, err
	case l.remoteAllowed():
		return sandbox.ListenAnywhere(ctx, l.address)
	}
	return nil, fmt.Errorf(`%w.
Whoever reaches this machine could read it, change it, and send webhooks through it.
To stay on this machine:          --listen %s
To let others in, say it twice:   --listen %s --allow-remote
(or, in a container, %s=yes beside --listen)`, err, sandbox.DefaultAddress, l.address, envAllowRemote)
}

// reached is HOST:PORT by which this machine reaches what listens.
func (l *sandboxListen) reached(listener net.Listener) string {
	if at, ok := listener.Addr().(*net.TCPAddr); ok && at.IP.IsUnspecified() {
		return net.JoinHostPort("localhost", strconv.Itoa(at.Port))
	}
	return listener.Addr().String()
}

// warn tells of an open door.
func (l *sandboxListen) warn(listener net.Listener, o sandbox.Options) {
	if at, ok := listener.Addr().(*net.TCPAddr); ok && !at.IP.IsLoopback() && len(o.Users) == 0 {
		l.app.messages.Warn("the sandbox listens on %s and asks nobody who he is: whoever reaches this machine can read it, change it, and send webhooks through it.", at)
		l.app.err.Flush()
	}
}
