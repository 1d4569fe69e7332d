package sandbox

import (
	"context"
	"errors"
	"fmt"
	"net"
	"syscall"
)

// DefaultAddress is where the sandbox listens unless told otherwise: loopback,
// for it asks nobody who he is.
const DefaultAddress = "127.0.0.1:9200"

// RemoteError is the refusal of an address that others than this machine could
// reach.
type RemoteError struct {
	// Address is as it was given, IP what it stands for.
	Address string
	IP      net.IP
}

func (e *RemoteError) Error() string {
	what := "that is"
	if host, _, err := net.SplitHostPort(e.Address); err == nil && net.ParseIP(host) == nil {
		what = fmt.Sprintf("%s is %s,", host, e.IP)
	}
	return fmt.Sprintf("the sandbox does not listen on %s: %s not loopback, and it asks nobody who he is", e.Address, what)
}

// Listen opens an address of loopback, DefaultAddress where it is "". An address
// without a host (":9200") is one of loopback, too. The error for any other is a
// *RemoteError.
func Listen(ctx context.Context, address string) (net.Listener, error) {
	if address == "" {
		address = DefaultAddress
	}
	host, port, err := splitAddress(address)
	if err != nil {
		return nil, err
	}
	ip, err := resolve(ctx, address, host)
	if err != nil {
		return nil, err
	}
	// The address that was looked at, and not the name, which could lead elsewhere
	// by now.
	return open(ctx, net.JoinHostPort(ip.String(), port))
}

// ListenAnywhere opens any address: whoever asks for it knows what he does. One
// without a host is all of this machine's.
func ListenAnywhere(ctx context.Context, address string) (net.Listener, error) {
	if _, _, err := splitAddress(address); err != nil {
		return nil, err
	}
	return open(ctx, address)
}

func splitAddress(address string) (host, port string, err error) {
	host, port, err = net.SplitHostPort(address)
	if err != nil || port == "" {
		return "", "", fmt.Errorf("the sandbox can't listen on %q: an address has a host and a port, such as %s, or [::1]:9200", address, DefaultAddress)
	}
	return host, port, nil
}

// resolve finds the address of loopback that a host stands for: all that it
// stands for must be of loopback.
func resolve(ctx context.Context, address, host string) (net.IP, error) {
	if host == "" {
		return net.IPv4(127, 0, 0, 1), nil
	}
	found, err := net.DefaultResolver.LookupIPAddr(ctx, host)
	if err != nil {
		return nil, fmt.Errorf("the sandbox can't listen on %s: %w", address, err)
	}
	best := net.IP(nil)
	for _, a := range found {
		if !a.IP.IsLoopback() {
			return nil, &RemoteError{Address: address, IP: a.IP}
		}
		if best == nil || best.To4() == nil {
			best = a.IP
		}
	}
	return best, nil
}

func open(ctx context.Context, address string) (net.Listener, error) {
	var config net.ListenConfig
	l, err := config.Listen(ctx, "tcp", address)
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return nil, fmt.Errorf("the sandbox can't listen on %s: another program does already, a sandbox maybe: stop it, or take a free port with port 0 (%w)", address, syscall.EADDRINUSE)
	case err != nil:
		return nil, fmt.Errorf("the sandbox can't listen on %s: %w", address, err)
	}
	return l, nil
}
