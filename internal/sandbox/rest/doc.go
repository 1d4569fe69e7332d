// Package rest has the HTTP manners of the real server's REST layer: routes,
// parameters, content types, formats, errors. What the routes do is told by the
// packages that register them; this one must not know any of them, nor the
// store.
//
// # Routes
//
//	router.Handle("GET", "/_plugins/_alerting/monitors/{monitorID}", s.getMonitor)
//
//	func (s *Service) getMonitor(r *rest.Request) (rest.Response, error) {
//		id := r.Param("monitorID")              // from the path or the query
//		version, err := r.Int64("version", -1)  // errors are the server's own
//		if err != nil {
//			return rest.Response{}, err
//		}
//		if err := r.Ready(); err != nil {       // all parameters and the body are read
//			return rest.Response{}, err
//		}
//		…
//		return rest.JSON(200, rest.O("_id", id, …)), nil
//	}
//
// Fixed segments win over parameters, whatever the order of registration. HEAD
// has to be registered like any method (rest.Head makes one from a GET). The
// answer's body may be whole for HEAD: it is not sent.
//
// # Parameters
//
// A parameter is known because a handler asked for it. Ready refuses a request
// with others (400 "contains unrecognized parameter: [x] -> did you mean …"), so
// a handler reads all its parameters and its body first, calls Ready, and acts
// then: the real server does it in this order, so a broken body is told before
// an unknown parameter, and an unknown parameter before an unknown id. Where a
// handler doesn't call Ready the router does it afterwards, and throws the
// answer away: good enough where nothing is written. pretty, human, filter_path,
// error_trace and format are the router's.
//
// # Bodies
//
// Body reads JSON or YAML, gzip or not, and leaves what follows the first value
// unread; WholeBody refuses it. Their errors are *Error, with the
// *jackson.SyntaxError beneath for handlers that wrap it in a form of their own.
//
// # Errors
//
// Handlers return *Error, made by Errorf, IllegalArgument, ParsingError,
// ValidationFailed or IndexNotFound, and extended with Because and With. Any
// other error is a 500.
//
// # Locks
//
// Handlers run concurrently; the packages that register them guard their stores
// themselves and hold no lock while they call out.
package rest
