namespace OtelBridge.Web.People;

/// <summary>Feature of a request that comes from a browser in which somebody has signed in by our page; who it is says the caller.</summary>
internal sealed class SignedIn;
