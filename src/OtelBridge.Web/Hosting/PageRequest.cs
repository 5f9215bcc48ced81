using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using OtelBridge.Store.Storage;
using OtelBridge.Web.Addresses;

namespace OtelBridge.Web.Hosting;

/// <summary>A request for a page or a part of one, with what is needed to answer it.</summary>
internal sealed class PageRequest(HttpContext http, ITraceStore store, TimeProvider time)
{
    public HttpContext Http { get; } = http;

    public ITraceStore Store { get; } = store;

    public TimeProvider Time { get; } = time;

    public PageContext Context { get; } = new(http, time.GetUtcNow());

    public CancellationToken Aborted => Http.RequestAborted;

    /// <summary>Gets which traces the page is about, as its address says.</summary>
    public Scope Scope => Scope.Read(Http.Request.Query);

    /// <summary>Gets a parameter of the address; empty when it is not there.</summary>
    public string Query(string name) => Http.Request.Query[name].ToString();

    /// <summary>Gets a part of the address' path; empty when it is not there.</summary>
    public string Route(string name) => Http.Request.RouteValues[name] as string ?? "";

    /// <summary>Answers with a component, which gets its <c>Context</c> parameter and the given ones.</summary>
    public IResult Html<TComponent>(IReadOnlyDictionary<string, object?> parameters, int statusCode = StatusCodes.Status200OK)
        where TComponent : IComponent =>
        new RazorComponentResult<TComponent>(new Dictionary<string, object?>(parameters) { ["Context"] = Context })
        {
            StatusCode = statusCode,
            PreventStreamingRendering = true,
        };

    /// <summary>Answers with a component that shows a model.</summary>
    public IResult Html<TComponent>(object model, int statusCode = StatusCodes.Status200OK)
        where TComponent : IComponent =>
        Html<TComponent>(new Dictionary<string, object?> { ["Model"] = model }, statusCode);

    /// <summary>Sends the browser to another of our pages: an address relative to the base.</summary>
    public IResult Redirect(string address) => new SeeOther(Context.Base + address);
}
