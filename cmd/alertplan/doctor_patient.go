package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/alertplan/alertplan/internal/alertapi"
	"github.com/alertplan/alertplan/internal/doctor"
	"github.com/alertplan/alertplan/internal/preflight"
)

// patient is a cluster as a doctor asks it.
type patient struct{ client *alertapi.Client }

var _ doctor.Cluster = patient{}

func (p patient) Reach(ctx context.Context) doctor.Way {
	r := p.client.Reach(ctx)
	way := doctor.Way{
		Addresses: slices.Compact(r.Addresses), Proxy: r.Proxy, Took: r.Answered.Sub(r.Sent), Login: r.Login,
		Certificate: certificateOf(r), Refused: r.Status == http.StatusUnauthorized,
	}
	if u, err := url.Parse(p.client.Endpoint()); err == nil {
		way.Plain, way.Local = u.Scheme == "http", isLoopback(u.Hostname())
	}
	switch r.Failed {
	case "":
	case alertapi.Handshake:
		way.Failed = doctor.TLS
	default:
		way.Failed = doctor.Connection
	}
	var e *alertapi.Error
	if errors.As(r.Err, &e) {
		way.Reason = e.Reason
	}
	if way.Refused {
		_, err := p.client.Who(ctx) // whose refusal tells the rest
		if errors.As(err, &e) {
			way.Reason = loginAdvice(e)
		}
	}
	return way
}

// isLoopback tells whether a host is this machine by its name or address.
func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

func certificateOf(r alertapi.Reached) *doctor.Certificate {
	if r.TLS == nil || len(r.TLS.PeerCertificates) == 0 {
		return nil
	}
	leaf := r.TLS.PeerCertificates[0]
	c := &doctor.Certificate{
		Version: strings.TrimPrefix(tls.VersionName(r.TLS.Version), "TLS "), Names: namesIn(leaf), Until: leaf.NotAfter,
		File: r.FromFile, Unchecked: r.Unchecked, WouldFail: r.WouldFail,
	}
	if r.Authority != nil {
		c.Authority = nameOf(r.Authority)
	}
	return c
}

// namesIn are the names and addresses that a certificate is for.
func namesIn(c *x509.Certificate) []string {
	names := slices.Clone(c.DNSNames)
	for _, ip := range c.IPAddresses {
		names = append(names, ip.String())
	}
	return names
}

// nameOf is what people call a certificate.
func nameOf(c *x509.Certificate) string {
	if c.Subject.CommonName != "" {
		return c.Subject.CommonName
	}
	return c.Subject.String()
}

func (p patient) Generation(ctx context.Context) (doctor.Version, error) {
	f, err := p.client.Detect(ctx)
	switch {
	case errors.Is(err, alertapi.ErrNoAlerting):
		return doctor.Version{NoAlerting: true}, nil
	case errors.Is(err, alertapi.ErrNoNotifications):
		return doctor.Version{NoNotifications: true}, nil
	}
	return doctor.Version{Generation: f.Generation, Cluster: f.ClusterName, Told: f.ClusterVersion != ""}, err
}

func (p patient) Who(ctx context.Context) (doctor.Who, error) {
	who, err := p.client.Who(ctx)
	return doctor.Who(who), asAnswer(err)
}

func (p patient) Nodes(ctx context.Context) ([]doctor.Node, error) {
	told, err := p.client.Nodes(ctx)
	nodes := make([]doctor.Node, len(told))
	for i, n := range told {
		nodes[i] = doctor.Node(n)
	}
	return nodes, asAnswer(err)
}

func (p patient) Condition(ctx context.Context) (doctor.Condition, error) {
	told, err := p.client.Condition(ctx)
	c := doctor.Condition{Status: told.Status, DataNodes: told.DataNodes, Shards: told.Shards}
	if !told.Time.IsZero() {
		// It was told some time between question and answer, in whole seconds.
		half := told.Answered.Sub(told.Asked) / 2
		middle := told.Asked.Add(half)
		c.TimeKnown, c.Within = true, half+time.Second/2
		c.Ahead = told.Time.Add(time.Second / 2).Sub(middle)
	}
	return c, asAnswer(err)
}

// asAnswer is asRefusal, but where a cluster that is there fails at one request alone,
// the look goes on without what that would have told.
func asAnswer(err error) error {
	told := asRefusal(err)
	var refusal *preflight.Refusal
	if errors.As(told, &refusal) && refusal.Kind == preflight.Unavailable && !alertapi.IsUnavailable(err) {
		refusal.Kind = preflight.Forbidden
	}
	return told
}
