"""The site's addresses: the plugin at the root, accounts and the admin beside it."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path

from perspectives.site import views

# One door for signing in, with allauth's limits: the admin sends there too.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]
admin.site.site_header = admin.site.site_title = "Perspectives"

urlpatterns = [
    path("robots.txt", views.robots, name="robots"),
    path("accounts/", include("perspectives.site.accounts.urls")),
    path("accounts/", include("allauth.account.urls")),
    path("admin/", admin.site.urls),
    path("", include("perspectives.urls")),
]

# 400, 403, 404 and 500 are Django's own views with the site's templates; allauth asks for this one.
handler429 = "perspectives.site.views.too_many_requests"
