"""Marks by which a challenge page ("prove that you are human") is known: no ordinary page carries them."""

#: What stands in the page, and whose it is.
MARKS = (
    (b"/cdn-cgi/challenge-platform/", "Cloudflare"),
    (b"captcha-delivery.com", "DataDome"),
    (b"px-captcha", "PerimeterX"),
    (b"_Incapsula_Resource", "Imperva"),
    (b"errors.edgesuite.net", "Akamai"),
    (b"sucuri_cloudproxy", "Sucuri"),
    (b"/.within.website/x/cmd/anubis", "Anubis"),
    (b"g-recaptcha", "a captcha"),
    (b"h-captcha", "a captcha"),
)
