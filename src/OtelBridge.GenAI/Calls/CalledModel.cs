using System.Diagnostics;
using OtelBridge.Attributes;

namespace OtelBridge.GenAI.Calls;

/// <summary>Which model is called, and whose it is.</summary>
internal sealed class CalledModel
{
    private readonly string? _provider;
    private readonly string? _host;
    private readonly int? _port;

    /// <param name="name">The model that is asked for.</param>
    /// <param name="provider">Who runs it, in the client's own words.</param>
    /// <param name="address">Where requests go.</param>
    public CalledModel(string? name, string? provider, Uri? address)
    {
        Name = name;
        _provider = ProviderNames.Of(provider, address);
        if (address is { IsAbsoluteUri: true, Host.Length: > 0 })
        {
            _host = address.Host;
            _port = address.Port >= 0 ? address.Port : null;
        }
    }

    private CalledModel(string? name, CalledModel other)
    {
        Name = name;
        _provider = other._provider;
        _host = other._host;
        _port = other._port;
    }

    public string? Name { get; }

    /// <summary>The model that the answer came from, which can be a dated one of the name that was asked for.</summary>
    public static void Answer(Activity activity, string? answered)
    {
        CallTags.Set(activity, GenAiKeys.ResponseModel, answered);
        CallTags.Set(activity, MlflowKeys.LlmModel, answered);
    }

    /// <summary>Another model of the same provider; this one where none is named.</summary>
    public CalledModel Named(string? name) => name is null || name == Name ? this : new CalledModel(name, this);

    public string SpanName(string operation) => string.IsNullOrEmpty(Name) ? operation : $"{operation} {Name}";

    public void Ask(Activity activity)
    {
        CallTags.Set(activity, GenAiKeys.RequestModel, Name);
        CallTags.Set(activity, MlflowKeys.LlmModel, Name);
        CallTags.Set(activity, GenAiKeys.ProviderName, _provider);
        CallTags.Set(activity, MlflowKeys.LlmProvider, _provider);
        CallTags.Set(activity, OTelKeys.ServerAddress, _host);
        if (_port is { } port)
        {
            activity.SetTag(OTelKeys.ServerPort, port);
        }
    }
}
