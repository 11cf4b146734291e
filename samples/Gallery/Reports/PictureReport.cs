namespace Gallery.Reports;

/// <summary>What somebody has in the gallery.</summary>
/// <param name="User">Whose pictures.</param>
/// <param name="Pictures">How many.</param>
/// <param name="Broken">How many of them are no pictures.</param>
/// <param name="Megapixels">Of all pictures as they came.</param>
/// <param name="Bytes">Of all their files.</param>
/// <param name="Largest">The title of the picture with the most pixels; null where there is none.</param>
internal sealed record PictureReport(string User, int Pictures, int Broken, double Megapixels, long Bytes, string? Largest);
