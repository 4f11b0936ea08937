//! Pictures that are drawn instead of stored, and the small copies of uploaded ones.

use base64::prelude::{Engine, BASE64_STANDARD};
use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::{CompressionType, FilterType as PngFilter, PngEncoder};
use image::imageops::FilterType;
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};

use super::id::Id;

/// Pixels above which a picture is refused (7680 × 4320).
pub const MAX_PIXELS: u64 = 7680 * 4320;

/// Width and height of a picture whose beginning is readable.
pub fn dimensions(bytes: &[u8]) -> Option<(u32, u32)> {
    let reader = image::ImageReader::new(std::io::Cursor::new(bytes))
        .with_guessed_format()
        .ok()?;
    reader.into_dimensions().ok()
}

fn decode(bytes: &[u8]) -> Option<DynamicImage> {
    let (width, height) = dimensions(bytes)?;
    if u64::from(width) * u64::from(height) > MAX_PIXELS {
        return None;
    }
    image::load_from_memory(bytes).ok()
}

/// The picture cut to a square of that many pixels, as PNG.
pub fn square_png(bytes: &[u8], side: u32) -> Option<Vec<u8>> {
    let picture = decode(bytes)?;
    let small = if picture.width() > side || picture.height() > side {
        picture.resize_to_fill(side, side, FilterType::Triangle)
    } else {
        picture
    };
    png(&small)
}

/// A JPEG of at most that size; small pictures are not enlarged.
pub fn jpeg_within(bytes: &[u8], width: u32, height: u32) -> Option<Vec<u8>> {
    let picture = decode(bytes)?;
    let small = match picture.width() > width || picture.height() > height {
        true => picture.resize(width, height, FilterType::Triangle),
        false => picture,
    };
    jpeg(&small, 85)
}

/// Base 64 of a JPEG of at most 16 × 16 pixels.
pub fn mini_preview(bytes: &[u8]) -> Option<String> {
    let tiny = decode(bytes)?.resize(16, 16, FilterType::Triangle);
    jpeg(&tiny, 80).map(|bytes| BASE64_STANDARD.encode(bytes))
}

fn jpeg(picture: &DynamicImage, quality: u8) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    JpegEncoder::new_with_quality(&mut out, quality)
        .encode_image(&picture.to_rgb8())
        .ok()?;
    Some(out)
}

fn png(picture: &DynamicImage) -> Option<Vec<u8>> {
    let mut out = std::io::Cursor::new(Vec::new());
    picture.write_to(&mut out, ImageFormat::Png).ok()?;
    Some(out.into_inner())
}

/// A tile in a colour of the person's own with the first letter of the login name, drawn from 5 × 7 dots.
pub fn initials(username: &str, id: Id) -> Vec<u8> {
    const SIDE: u32 = 64;
    const DOT: u32 = 6;
    let hue = id.as_str().bytes().fold(0u32, |sum, byte| {
        sum.wrapping_mul(31).wrapping_add(u32::from(byte))
    });
    let back = Rgb([
        90 + (hue % 90) as u8,
        80 + (hue / 90 % 90) as u8,
        90 + (hue / 8100 % 90) as u8,
    ]);
    let mut picture = RgbImage::from_pixel(SIDE, SIDE, back);
    let letter = username.bytes().next().unwrap_or(b'a').to_ascii_lowercase();
    let rows = letter
        .checked_sub(b'a')
        .and_then(|index| LETTERS.get(usize::from(index)))
        .unwrap_or(&LETTERS[0]);
    for (y, row) in rows.iter().enumerate() {
        for x in (0..5u32).filter(|x| row >> (4 - x) & 1 == 1) {
            let (left, top) = (17 + x * DOT, 11 + y as u32 * DOT);
            for dy in 0..DOT {
                for dx in 0..DOT {
                    picture.put_pixel(left + dx, top + dy, Rgb([255, 255, 255]));
                }
            }
        }
    }
    png(&DynamicImage::ImageRgb8(picture)).unwrap_or_default()
}

/// A soft landscape of stripes: a stand-in for a photograph, never the same for two seeds.
pub fn landscape(width: u32, height: u32, seed: u64) -> Vec<u8> {
    let picture = DynamicImage::ImageRgb8(paint(width, height, seed));
    let mut out = Vec::new();
    let encoder = PngEncoder::new_with_quality(&mut out, CompressionType::Fast, PngFilter::NoFilter);
    match picture.write_with_encoder(encoder) {
        Ok(()) => out,
        Err(_) => Vec::new(),
    }
}

/// The mini preview of the same landscape, painted small instead of made small.
pub fn landscape_mini(width: u32, height: u32, seed: u64) -> Option<String> {
    let longest = width.max(height).max(1);
    let (width, height) = ((width * 16 / longest).max(1), (height * 16 / longest).max(1));
    let picture = DynamicImage::ImageRgb8(paint(width, height, seed));
    jpeg(&picture, 80).map(|bytes| BASE64_STANDARD.encode(bytes))
}

fn paint(width: u32, height: u32, seed: u64) -> RgbImage {
    let tint = |shift: u32| (seed >> shift & 0x3f) as u8;
    let period = 6.0 + f64::from(tint(3)) / 6.0;
    let hill = |x: u32| {
        let wave = (f64::from(x) / f64::from(width.max(1)) * period).sin() * 0.05 + 0.55;
        (f64::from(height) * wave) as u32
    };
    let hills: Vec<u32> = (0..width).map(hill).collect();
    let mut pixels = Vec::with_capacity((width * height * 3) as usize);
    for y in 0..height {
        let shade = (y * 90 / height.max(1)) as u8;
        let sky = [(100 + tint(0) + shade / 2), (160 + shade / 2), (200 + shade / 2)];
        let ground = [(60 + tint(6)), (110 + shade), (70 + tint(12))];
        for hill in &hills {
            pixels.extend_from_slice(if y < *hill { &sky } else { &ground });
        }
    }
    RgbImage::from_raw(width, height, pixels).unwrap_or_default()
}

/// A round badge, for custom emoji.
pub fn badge(color: [u8; 3]) -> Vec<u8> {
    let picture = image::RgbaImage::from_fn(32, 32, |x, y| {
        let (dx, dy) = (x as i32 - 16, y as i32 - 16);
        let inside = dx * dx + dy * dy <= 15 * 15;
        let wing = (dx.abs() - dy).abs() < 3;
        match (inside, wing) {
            (false, _) => image::Rgba([0, 0, 0, 0]),
            (true, true) => image::Rgba([255, 255, 255, 255]),
            (true, false) => image::Rgba([color[0], color[1], color[2], 255]),
        }
    });
    png(&DynamicImage::ImageRgba8(picture)).unwrap_or_default()
}

/// Letters a to z, seven rows of five dots.
const LETTERS: [[u8; 7]; 26] = [
    [14, 17, 17, 31, 17, 17, 17],
    [30, 17, 17, 30, 17, 17, 30],
    [14, 17, 16, 16, 16, 17, 14],
    [30, 17, 17, 17, 17, 17, 30],
    [31, 16, 16, 30, 16, 16, 31],
    [31, 16, 16, 30, 16, 16, 16],
    [14, 17, 16, 23, 17, 17, 14],
    [17, 17, 17, 31, 17, 17, 17],
    [14, 4, 4, 4, 4, 4, 14],
    [7, 2, 2, 2, 2, 18, 12],
    [17, 18, 20, 24, 20, 18, 17],
    [16, 16, 16, 16, 16, 16, 31],
    [17, 27, 21, 21, 17, 17, 17],
    [17, 25, 21, 19, 17, 17, 17],
    [14, 17, 17, 17, 17, 17, 14],
    [30, 17, 17, 30, 16, 16, 16],
    [14, 17, 17, 17, 21, 18, 13],
    [30, 17, 17, 30, 20, 18, 17],
    [15, 16, 16, 14, 1, 1, 30],
    [31, 4, 4, 4, 4, 4, 4],
    [17, 17, 17, 17, 17, 17, 14],
    [17, 17, 17, 17, 17, 10, 4],
    [17, 17, 17, 21, 21, 27, 17],
    [17, 17, 10, 4, 10, 17, 17],
    [17, 17, 10, 4, 4, 4, 4],
    [31, 1, 2, 4, 8, 16, 31],
];
