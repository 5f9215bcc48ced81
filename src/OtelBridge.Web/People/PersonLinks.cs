using OtelBridge.Web.Addresses;

namespace OtelBridge.Web.People;

/// <summary>The addresses of the pages for people and keys, relative to the page's <c>base</c>.</summary>
internal static class PersonLinks
{
    public const string SignIn = "sign-in";
    public const string Provider = "sign-in/sso";
    public const string ProviderBack = "sign-in/sso/back";
    public const string SignOut = "sign-out";
    public const string Account = "account";
    public const string People = "people";
    public const string Keys = "keys";

    /// <summary>The field of the address of the page for signing in that says where to go after that.</summary>
    public const string ToName = "to";

    public static string SignInFor(string address) => Links.With(SignIn, [(ToName, address)]);

    public static string ProviderFor(string address) => Links.With(Provider, [(ToName, address)]);

    public static string Person(string name) => Links.With($"{People}/person", [("name", name)]);

    public static string DeletePerson(string name) => Links.With($"{People}/delete", [("name", name)]);

    public static string KeyQuota(string id) => Links.With($"{Keys}/quota", [("id", id)]);

    public static string RevokeKey(string id) => Links.With($"{Keys}/revoke", [("id", id)]);
}
