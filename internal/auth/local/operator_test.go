package local_test

import (
	"testing"

	"alex"
	"alex/internal/store"
)

func TestOperator(t *testing.T) {
	t.Parallel()
	o := open(t)
	s := o.signUp(t, ann)
	demo, err := o.Demo(o.ctx, "")
	must(t, err)

	list, err := o.List(o.ctx, store.Page{Limit: 10})
	must(t, err)
	if len(list.Items) != 2 || list.Next != "" {
		t.Errorf("the people are %+v", list)
	}
	password, err := o.ResetPassword(o.ctx, " ANN@example.com ")
	must(t, err)
	_, err = o.verify(s.AccessToken)
	wantCode(t, "a session from before the reset", err, alex.CodeUnauthorized)
	_, err = o.signIn(ann, good)
	wantCode(t, "the old password", err, alex.CodeUnauthorized)
	_, err = o.signIn(ann, password)
	wantCode(t, "the new password", err, "")
	_, err = o.ResetPassword(o.ctx, string(demo.Person.ID))
	wantCode(t, "a password for a demo", err, alex.CodeNotFound)

	must(t, o.Disable(o.ctx, string(demo.Person.ID)))
	_, err = o.verify(demo.AccessToken)
	wantCode(t, "a disabled demo", err, alex.CodeUnauthorized)
	must(t, o.Delete(o.ctx, string(demo.Person.ID)))
	must(t, o.Delete(o.ctx, ann))
	list, err = o.List(o.ctx, store.Page{})
	must(t, err)
	if len(list.Items) != 0 {
		t.Errorf("after all were deleted there are %+v", list.Items)
	}
	for name, err := range map[string]error{
		"disabling": o.Disable(o.ctx, ann), "enabling": o.Enable(o.ctx, ann), "deleting": o.Delete(o.ctx, ""),
	} {
		wantCode(t, name+" nobody", err, alex.CodeNotFound)
	}
	_, err = o.ResetPassword(o.ctx, "nobody")
	wantCode(t, "a password for nobody", err, alex.CodeNotFound)
}
