package main

import (
	"fmt"
	"net/http"
	"os"

	"github.com/alertplan/alertplan/internal/sandbox/dialect"
	"github.com/alertplan/alertplan/internal/sandbox/notifications"
	"github.com/alertplan/alertplan/internal/sandbox/rest"
)

func main() {
	d, err := dialect.Parse(os.Args[2])
	if err != nil {
		panic(err)
	}
	router := rest.NewRouter(d)
	api := notifications.New(notifications.Deps{Dialect: d})
	api.Register(router)
	router.Handle("POST", "/_sandbox/reset", func(r *rest.Request) (rest.Response, error) {
		api.Reset()
		return rest.JSON(200, rest.O("acknowledged", true)), nil
	})
	fmt.Println(http.ListenAndServe(os.Args[1], router))
}
