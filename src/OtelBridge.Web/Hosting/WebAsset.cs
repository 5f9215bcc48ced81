namespace OtelBridge.Web.Hosting;

/// <summary>A file of the pages.</summary>
/// <param name="Bytes">Its content.</param>
/// <param name="ContentType">What it is.</param>
internal sealed record WebAsset(ReadOnlyMemory<byte> Bytes, string ContentType);
