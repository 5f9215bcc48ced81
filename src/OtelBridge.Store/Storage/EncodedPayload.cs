namespace OtelBridge.Store.Storage;

/// <summary>Spans as bytes to be stored.</summary>
/// <param name="Codec">How the bytes are to be read.</param>
/// <param name="Size">Bytes when decompressed.</param>
/// <param name="Bytes">The bytes.</param>
internal sealed record EncodedPayload(PayloadCodecId Codec, int Size, byte[] Bytes);
