using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Microsoft.Extensions.AI;

namespace OtelBridge.GenAI.Content;

/// <summary>What is recorded of a picture, a sound or a file that is too large to be recorded itself.</summary>
/// <remarks>A history is sent with every call of its chat; its pictures are digested once.</remarks>
internal static class MediaDigest
{
    // An entry lives as long as its content, which cannot be changed.
    private static readonly ConditionalWeakTable<DataContent, string> Known = [];

    /// <summary>SHA-256 of the bytes, in hexadecimal digits.</summary>
    public static string Of(DataContent content) =>
        Known.TryGetValue(content, out var known) ? known : Known.GetValue(content, static c => Convert.ToHexStringLower(SHA256.HashData(c.Data.Span)));
}
