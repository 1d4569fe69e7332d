package main

import (
	"net/http"
	"slices"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
)

// asCommand KEY: makes the script a user of the sandbox's file of users: ADMIN, READER,
// ALERTER; or USER:PASSWORD, one who came by the API. $PASSWORD is his.
func asCommand(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 1 {
		ts.Fatalf("usage: as KEY")
	}
	s := clusterOf(ts)
	pair, ok := s.users[args[0]]
	if strings.Contains(args[0], ":") {
		pair, ok = args[0], true
	}
	if !ok {
		ts.Fatalf("there is no user %s", args[0])
	}
	s.user, s.password, _ = strings.Cut(pair, ":")
	ts.Setenv(envUsername, s.user)
	ts.Setenv(envPassword, s.password)
	ts.Setenv("PASSWORD", s.password)
}

// connectSecurely lets a script talk to a sandbox that was started with a file of users.
func connectSecurely(ts *testscript.TestScript, args []string) {
	i := slices.Index(args, "--users")
	if i < 0 {
		return
	}
	c, err := parseTarget(ts.MkAbs(args[i+1]))
	ts.Check(err)
	opened, err := c.open()
	ts.Check(err)
	s := clusterOf(ts)
	opened.url = s.url
	*s = *opened
	if s.client == nil {
		s.client = http.DefaultClient
	}
	ts.Setenv(envCAFile, s.caFile)
}
